-- Excel on the Mac runs in a sandbox and may start nothing itself. It hands "<verb> <id of the workbook>" to this
-- script, which ozon-xl setup puts where Excel looks for scripts. The answer is empty, or names the text to show.

property knownVerbs : {"refresh", "plan", "push", "undo"}
property idLength : 36
property idCharacters : "0123456789abcdefABCDEF-"

on press(request)
	set AppleScript's text item delimiters to " "
	set parts to text items of request
	set AppleScript's text item delimiters to ""
	if (count of parts) is not 2 then return "NoId"
	set {theVerb, bookId} to parts
	if theVerb is not in knownVerbs or not isBookId(bookId) then return "NoId"
	set python to programPath()
	if python is "" then return "NotInstalled"
	set commandLine to quoted form of python & " -I -m ozon_xl press " & quoted form of theVerb & " --book " & quoted form of bookId
	do shell script commandLine & " > /dev/null 2>&1 &"
	return ""
end press

on isBookId(bookId)
	if length of bookId is not idLength then return false
	repeat with sign in characters of bookId
		if idCharacters does not contain sign then return false
	end repeat
	return true
end isBookId

-- The one line of the file that ozon-xl setup wrote: the path of an executable Python; empty if there is none.
on programPath()
	set namingFile to POSIX path of (path to home folder) & "Library/Application Support/ozon_xl/python.txt"
	try
		set python to do shell script "head -n 1 " & quoted form of namingFile
		do shell script "case " & quoted form of python & " in /*/python*) test -x " & quoted form of python & ";; *) false;; esac"
		return python
	on error
		return ""
	end try
end programPath
