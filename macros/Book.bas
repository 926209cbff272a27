Attribute VB_Name = "Book"
Option Explicit

' The named cells of this workbook and the words for its user. Always ThisWorkbook: another one may be active.

Private Const SECONDS_ALIVE As Long = 90
Private Const SECONDS_SERVED As Long = 60
Private Const SECONDS_SERVED_LATELY As Long = 3600
Private Const SECONDS_A_DAY As Long = 86400

Public Function ReadCell(ByVal key As String) As Variant
    ReadCell = NamedCell(key).Value
End Function

Public Sub WriteCell(ByVal key As String, ByVal content As Variant)
    NamedCell(key).Value = content
End Sub

Public Function HasText(ByVal key As String) As Boolean
    HasText = Len(CStr(ReadCell(key))) > 0
End Function

' Shows one of the workbook's texts in the status bar and in the cell Status; never fails.
Public Sub Say(ByVal key As String)
    SayWith key, ""
End Sub

' The same for a text with a place for what the system said.
Public Sub SayWith(ByVal key As String, ByVal details As String)
    Dim message As String
    message = Replace(TextOf(key), "{details}", details)
    On Error Resume Next
    Application.StatusBar = message
    WriteCell "Status", message
End Sub

' Whether the program is at work on this workbook: it renews the cell Alive at least every few seconds, and while it
' holds Excel still the cell PausedSince.
Public Function IsAlive() As Boolean
    IsAlive = IsYounger("Alive", SECONDS_ALIVE) Or IsYounger("PausedSince", SECONDS_ALIVE)
End Function

' Whether the program waits for the user's answer. It can give no signs of life meanwhile; the answer may take long.
Public Function IsAsking() As Boolean
    IsAsking = IsYounger("Asking", SECONDS_A_DAY)
End Function

' Whether a watcher (ozon-xl watch) takes the requests of this workbook.
Public Function IsServed() As Boolean
    IsServed = IsYounger("Served", SECONDS_SERVED)
End Function

' Whether one may still be there: it cannot say so while a cell is edited.
Public Function WasServed() As Boolean
    WasServed = IsYounger("Served", SECONDS_SERVED_LATELY)
End Function

Private Function IsYounger(ByVal key As String, ByVal seconds As Long) As Boolean
    Dim moment As Variant
    moment = ReadCell(key)
    Select Case VarType(moment)
        Case vbDate, vbDouble
            ' A moment far ahead was written elsewhere, by another clock: it is no sign of life either.
            IsYounger = Abs(UtcNow() - CDbl(moment)) * SECONDS_A_DAY < seconds
    End Select
End Function

' The program sets UtcOffset to this computer's zone whenever it shows that it is at work.
Private Function UtcNow() As Double
    UtcNow = CDbl(Now) - CDbl(ReadCell("UtcOffset")) / 24
End Function

Private Function TextOf(ByVal key As String) As String
    On Error Resume Next
    TextOf = key
    TextOf = CStr(ReadCell("Text_" & key))
End Function

Private Function NamedCell(ByVal key As String) As Object
    Dim entry As Object
    For Each entry In ThisWorkbook.Names
        ' Names("Status") would do, but a copied sheet brings a second one, 'Settings (2)'!Status.
        If StrComp(entry.Name, key, vbTextCompare) = 0 Then
            Set NamedCell = entry.RefersToRange
            Exit Function
        End If
    Next
    Err.Raise 1004, , key
End Function
