Attribute VB_Name = "Launcher"
Option Explicit

' Starts the installed program, not waiting for it, and looks after a while whether it came to life. Which program that
' is says one file in the user's own folder, written by ozon-xl setup; nothing in the workbook or beside it is asked.
'
' #If LibreOffice: Excel knows no such constant and passes over what follows; LibreOffice knows no #If and runs it.

Private Const SECONDS_TO_START As Long = 12
Private Const SECONDS_BETWEEN_LOOKS As Long = 30
Private Const MINUTES_LATE As Long = 5
Private Const NAMING_FILE As String = "python.txt"
Private Const ANY_ID As String = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
Private Const CALCULATE_BY_HAND As Long = -4135

Private nextLook As Object
Private mayStartUntil As Date

Public Sub Start(ByVal verb As String)
    On Error GoTo Failed
    If Not IsAlive() Then Recover
    If IsAlive() Then
        Say "Running"
    ElseIf Not Requested(verb) Then
        Say "Protected"
    ElseIf Not (WorkbookId() Like Replace(ANY_ID, "x", "[0-9A-Fa-f]")) Then
        WriteCell "Request", ""
        Say "NoId"
    ElseIf IsServed() Then
        Say "Served"
    Else
        Launch verb
    End If
    LookSoon
    Exit Sub
Failed:
    SayWith "Failed", Err.Description
End Sub

Public Sub RequestStop()
    On Error GoTo Failed
    If Not (IsAlive() Or HasText("Request")) Then
        Say "NothingRuns"
    ElseIf Requested("stop") Then
        Say "Stopping"
    Else
        Say "Protected"
    End If
    LookSoon
    Exit Sub
Failed:
    SayWith "Failed", Err.Description
End Sub

Public Sub LookSoon()
    LookIn SECONDS_TO_START
End Sub

' Says so if the program did not start, or died; gives the status bar back when there is nothing more to say.
Public Sub OzonLook()
    On Error GoTo Failed
    If Not nextLook Is Nothing Then nextLook.HasRung
    If IsAlive() Or IsAsking() Or (HasText("Request") And IsServed()) Then
        LookIn SECONDS_BETWEEN_LOOKS
    ElseIf HasText("Alive") Or HasText("PausedSince") Then
        Recover
        Say "Died"
    ElseIf HasText("Request") Then
        WriteCell "Request", ""
        Say "NotStarted"
        mayStartUntil = Now + TimeSerial(0, MINUTES_LATE, 0)
        LookIn SECONDS_BETWEEN_LOOKS
    Else
        Application.StatusBar = False
        If Now < mayStartUntil Then LookIn SECONDS_BETWEEN_LOOKS
    End If
    Exit Sub
Failed:
    SayWith "Failed", Err.Description
End Sub

Private Sub LookIn(ByVal seconds As Long)
    If nextLook Is Nothing Then Set nextLook = New Alarm
    nextLook.SetTo seconds, "OzonLook"
End Sub

' Undoes what a program that died may have left behind.
Private Sub Recover()
    If Not (HasText("Alive") Or HasText("Asking") Or HasText("PausedSince")) Then Exit Sub
    Application.ScreenUpdating = True
    Application.EnableEvents = True
    ' Not by hand: Excel was started anew since, or the user has chosen otherwise.
    If HasText("CalculationBefore") And Application.Calculation = CALCULATE_BY_HAND Then
        Application.Calculation = ReadCell("CalculationBefore")
    End If
    Application.StatusBar = False
    WriteCell "Alive", ""
    WriteCell "Asking", ""
    WriteCell "PausedSince", ""
    WriteCell "CalculationBefore", ""
    WriteCell "Request", ""
End Sub

' By which the program finds this workbook. One that was downloaded has none before its first press.
Private Function WorkbookId() As String
    If Not HasText("WorkbookId") Then WriteCell "WorkbookId", NewId()
    WorkbookId = CStr(ReadCell("WorkbookId"))
End Function

Private Function NewId() As String
    Dim position As Long
    Dim made As String
    Randomize
    For position = 1 To Len(ANY_ID)
        If Mid(ANY_ID, position, 1) = "x" Then
            made = made & LCase(Hex(Int(Rnd * 16)))
        Else
            made = made & "-"
        End If
    Next
    NewId = made
End Function

Private Function Requested(ByVal verb As String) As Boolean
    On Error Resume Next
    WriteCell "Request", verb
    Requested = (Err.Number = 0)
End Function

Private Sub Launch(ByVal verb As String)
    Dim problem As String
    Dim details As String
    Say "Starting"
    On Error GoTo Blocked
    problem = Launched(verb)
    If Len(problem) > 0 Then Refuse problem, ""
    Exit Sub
Blocked:
    details = Err.Description
    Refuse "Blocked", details
End Sub

Private Sub Refuse(ByVal problem As String, ByVal details As String)
    If WasServed() Then
        Say "Served"
    Else
        WriteCell "Request", ""
        SayWith problem, details
    End If
End Sub

' Empty, or the key of the text that says what is wrong.
Private Function Launched(ByVal verb As String) As String
    Dim arguments As String
    arguments = " -I -m ozon_xl press " & verb & " --book " & WorkbookId()
    If InLibreOffice() Then
        Launched = LaunchedByLibreOffice(arguments)
        Exit Function
    End If
    #If Mac Then
        Launched = "OnMac"
    #Else
        Launched = LaunchedByWindows(arguments & " --hwnd " & Application.Hwnd)
    #End If
End Function

' LibreOffice says that it is Excel 11; Excel 12 is that of 2007, the first with this kind of workbook.
Private Function InLibreOffice() As Boolean
    InLibreOffice = Val(Application.Version) < 12
End Function

' Through objects of Windows, because VBA's own Environ, Open and Shell lose letters of other countries.
Private Function LaunchedByWindows(ByVal arguments As String) As String
    Dim starter As Object
    Dim files As Object
    Dim folder As String
    Dim python As String
    Set starter = CreateObject("WScript.Shell")
    Set files = CreateObject("Scripting.FileSystemObject")
    folder = starter.Environment("Process").Item("OZON_XL_HOME")
    If Len(folder) = 0 Then folder = starter.Environment("Process").Item("LOCALAPPDATA") & "\ozon_xl"
    LaunchedByWindows = "NotInstalled"
    If Not files.FileExists(folder & "\" & NAMING_FILE) Then Exit Function
    With files.OpenTextFile(folder & "\" & NAMING_FILE)
        If Not .AtEndOfStream Then python = Trim(.ReadLine)
        .Close
    End With
    If Not IsPython(python) Then Exit Function
    If Not files.FileExists(python) Then Exit Function
    starter.Run """" & python & """" & arguments, 0, False
    LaunchedByWindows = ""
End Function

Private Function LaunchedByLibreOffice(ByVal arguments As String) As String
    Dim naming As String
    Dim python As String
    LaunchedByLibreOffice = "NotInstalled"
    naming = NamingFile()
    If Len(naming) = 0 Then Exit Function
    python = FirstLine(naming)
    If Not IsPython(python) Then Exit Function
    If Len(Dir(python)) = 0 Then Exit Function
    Shell """" & python & """" & arguments & " --profile """ & OfficeProfile() & """", 0
    LaunchedByLibreOffice = ""
End Function

' Where the program keeps its things on Windows, Linux and the Mac; empty if it is nowhere.
Private Function NamingFile() As String
    Dim place As Variant
    Dim found As String
    For Each place In Array( _
            InFolder("OZON_XL_HOME", ""), _
            InFolder("LOCALAPPDATA", "/ozon_xl"), _
            InFolder("XDG_DATA_HOME", "/ozon_xl"), _
            InFolder("HOME", "/.local/share/ozon_xl"), _
            InFolder("HOME", "/Library/Application Support/ozon_xl"))
        If Len(place) > 0 And Len(found) = 0 Then
            If Len(Dir(place)) > 0 Then found = place
        End If
    Next
    NamingFile = found
End Function

Private Function InFolder(ByVal variable As String, ByVal folder As String) As String
    If Len(Environ(variable)) > 0 Then InFolder = Environ(variable) & folder & "/" & NAMING_FILE
End Function

Private Function FirstLine(ByVal path As String) As String
    Dim handle As Integer
    Dim content As String
    handle = FreeFile
    Open path For Input As #handle
    If Not EOF(handle) Then Line Input #handle, content
    Close #handle
    FirstLine = Trim(content)
End Function

Private Function OfficeProfile() As String
    #If LibreOffice Then
        Dim url As String
        url = CreateUnoService("com.sun.star.util.PathSubstitution").substituteVariables("$(user)", True)
        OfficeProfile = Left(url, Len(url) - Len("/user"))
    #End If
End Function

' An absolute path without signs that a command line reads in its own way, to a file called like a Python.
Private Function IsPython(ByVal path As String) As Boolean
    Dim parts() As String
    If path Like "*[""%*?]*" Then Exit Function
    If Not (path Like "/*" Or path Like "[A-Za-z]:\*") Then Exit Function
    parts = Split(Replace(path, "\", "/"), "/")
    IsPython = LCase(parts(UBound(parts))) Like "python*"
End Function
