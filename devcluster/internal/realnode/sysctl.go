package realnode

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A kubelet sets these for the whole machine; the last `down` puts the former values back.
var sysctls = []string{
	"vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops",
	"kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes",
}

var sysctlFile = filepath.Join(machineDir, "sysctls.json")

func saveSysctls() error {
	if _, err := os.Stat(sysctlFile); err == nil {
		return nil
	}
	values := map[string]string{}
	for _, name := range sysctls {
		if b, err := os.ReadFile("/proc/sys/" + name); err == nil {
			values[name] = string(b)
		}
	}
	b, err := json.Marshal(values)
	if err != nil {
		return err
	}
	return os.WriteFile(sysctlFile, b, 0o600)
}

func restoreSysctls() error {
	b, err := os.ReadFile(sysctlFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	values := map[string]string{}
	if err := json.Unmarshal(b, &values); err != nil {
		return err
	}
	for name, value := range values {
		if err := os.WriteFile("/proc/sys/"+name, []byte(value), 0o644); err != nil {
			return err
		}
	}
	return os.Remove(sysctlFile)
}
