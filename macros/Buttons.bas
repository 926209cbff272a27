Attribute VB_Name = "Buttons"
Option Explicit

Public Sub OzonRefresh()
    Press "refresh"
End Sub

Public Sub OzonPlan()
    Press "plan"
End Sub

Public Sub OzonPush()
    Press "push"
End Sub

Public Sub OzonUndo()
    Press "undo"
End Sub

Public Sub OzonStop()
    Press "stop"
End Sub

Public Sub OzonTick()
    Press "tick"
End Sub

Public Sub OzonRibbon(control As Object)
    Application.Run control.ID
End Sub

Public Function OzonVersion() As Long
    OzonVersion = 1
End Function

Private Sub Press(ByVal verb As String)
    ThisWorkbook.Names("Request").RefersToRange.Value = verb
End Sub
