Attribute VB_Name = "Ticker"
Option Explicit

' The countdown is made of formulas; while this is on, they are calculated every minute.

Private Const SECONDS_A_TICK As Long = 60

' As Object: LibreOffice empties a variable of a class of ours between two calls.
Private nextTick As Object

Public Sub ToggleTicker()
    On Error GoTo Failed
    If IsTicking() Then
        nextTick.Clear
        Say "TickerOff"
    Else
        Tick
        Say "TickerOn"
    End If
    LookSoon
    Exit Sub
Failed:
    SayWith "Failed", Err.Description
End Sub

Public Sub OzonNextTick()
    On Error GoTo Failed
    ' Not set: the code was reset or the alarm cleared, and this is a call that could not be taken back.
    If IsTicking() Then
        nextTick.HasRung
        Tick
    End If
    Exit Sub
Failed:
    SayWith "Failed", Err.Description
End Sub

Private Function IsTicking() As Boolean
    If Not nextTick Is Nothing Then IsTicking = nextTick.IsSet
End Function

Private Sub Tick()
    ' The program switches calculation off while it writes.
    If Not IsAlive() Then Application.Calculate
    If nextTick Is Nothing Then Set nextTick = New Alarm
    nextTick.SetTo SECONDS_A_TICK, "OzonNextTick"
End Sub
