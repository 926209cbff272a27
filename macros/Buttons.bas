Attribute VB_Name = "Buttons"
Option Explicit

' What the buttons on the sheets run. The ribbon comes here too.

Public Sub OzonRefresh()
    Start "refresh"
End Sub

Public Sub OzonPlan()
    Start "plan"
End Sub

Public Sub OzonPush()
    Start "push"
End Sub

Public Sub OzonUndo()
    Start "undo"
End Sub

Public Sub OzonAlertTest()
    Start "alert-test"
End Sub

Public Sub OzonStop()
    RequestStop
End Sub

Public Sub OzonTick()
    ToggleTicker
End Sub
