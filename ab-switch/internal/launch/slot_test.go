package launch

import "testing"

func TestTheContainersName(t *testing.T) {
	const mounts = `1 0 8:1 / / rw - overlay overlay rw
2 1 8:1 /var/lib/kubelet/pods/6f/etc-hosts /etc/hosts rw - ext4 /dev/x rw
3 1 8:1 /var/lib/kubelet/pods/6f/containers/biz-container/8a31 /dev/termination-log rw - ext4 /dev/x rw
4 1 8:1 /somewhere/else /last/words rw - ext4 /dev/x rw
`
	for path, want := range map[string]string{"/dev/termination-log": "biz-container", "/last/words": "", "/other": ""} {
		if name := containerName(mounts, path); name != want {
			t.Errorf("%s: %q", path, name)
		}
	}
}
