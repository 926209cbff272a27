Attribute VB_Name = "Ribbon"
Option Explicit

' An item of the ribbon has the name of its macro. Late bound: no reference to Office's own library is needed.

Public Sub OzonRibbon(control As Object)
    Select Case control.ID
        Case "OzonRefresh": OzonRefresh
        Case "OzonPlan": OzonPlan
        Case "OzonPush": OzonPush
        Case "OzonUndo": OzonUndo
        Case "OzonAlertTest": OzonAlertTest
        Case "OzonStop": OzonStop
        Case "OzonTick": OzonTick
    End Select
End Sub
