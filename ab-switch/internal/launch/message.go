package launch

import "os"

// LeaveMessage tells the kubelet why the container ends, unless the business did. Where there is no such file, nobody asks.
func LeaveMessage(path, text string) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() == 0 {
		_, _ = f.WriteString(text + "\n")
	}
}
