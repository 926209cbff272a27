Attribute VB_Name = "FunctionsServer"
Option Explicit

' The way from a formula to Python. Windows starts the server that set-up registered for this user; nothing in a
' workbook or beside it is asked. No Declare, no Shell, no file.

Private Const SERVER_NAME As String = "OzonXL.Functions"
Private Const MINUTES_TO_NEXT_TRY As Long = 10
Private Const SECONDS_TO_NEXT_LOOK As Long = 10

Private server As Object
Private failedAt As Date

Public Function XLPy() As Object
    If server Is Nothing Then
        ' A server that cannot start may hold Excel up for two minutes: once, not once for each cell.
        If failedAt > 0 And Now < failedAt + TimeSerial(0, MINUTES_TO_NEXT_TRY, 0) Then Err.Raise 429
        failedAt = Now
        Set server = CreateObject(SERVER_NAME)
        failedAt = 0
    End If
    Set XLPy = server
End Function

Public Function NotAnswered() As String
    Set server = Nothing
    NotAnswered = ThisWorkbook.Names("NotStarted").RefersToRange.Value
End Function

Public Sub RegisterHelp()
    Dim helpSheet As Worksheet
    Dim helpRow As Long
    ' Where Excel refuses, the functions work without their descriptions.
    On Error Resume Next
    If ActiveWorkbook Is Nothing Then
        ' The start screen: as long as no workbook is open, Excel refuses.
        Application.OnTime Now + TimeSerial(0, 0, SECONDS_TO_NEXT_LOOK), "'" & ThisWorkbook.Name & "'!RegisterHelp"
        Exit Sub
    End If
    Set helpSheet = ThisWorkbook.Worksheets(1)
    helpRow = 2
    Do While Len(helpSheet.Cells(helpRow, 1).Value) > 0
        Application.MacroOptions _
            Macro:="'" & ThisWorkbook.Name & "'!" & helpSheet.Cells(helpRow, 1).Value, _
            Description:=helpSheet.Cells(helpRow, 3).Value, _
            Category:=helpSheet.Cells(helpRow, 2).Value, _
            ArgumentDescriptions:=ArgumentHelp(helpSheet, helpRow)
        helpRow = helpRow + 1
    Loop
    ThisWorkbook.Saved = True
End Sub

Private Function ArgumentHelp(ByVal helpSheet As Worksheet, ByVal helpRow As Long) As Variant
    Dim texts() As String
    Dim count As Long
    Do While Len(helpSheet.Cells(helpRow, 4 + count).Value) > 0
        ReDim Preserve texts(0 To count)
        texts(count) = helpSheet.Cells(helpRow, 4 + count).Value
        count = count + 1
    Loop
    ArgumentHelp = texts
End Function
