// Package build makes every program of the cluster from Go modules and keeps it in a cache outside the checkout.
package build

import (
	"path/filepath"
	"strings"
)

// Versions of the released programs stand in the go.mod of the folders under binaries; this one is also what the API
// server reports.
const kubernetesVersion = "v1.37.2"

// Variant names a build of kube-apiserver.
type Variant string

const (
	// Stock is the release as it is.
	Stock Variant = "stock"
	// VolumePatch lets the ConfigMap name of a pod's volume change, as the kernel of the VolumePatch feature.
	VolumePatch Variant = "volume-patch"
)

// Variants are the allowed values, in the order of the help text.
var Variants = []Variant{Stock, VolumePatch}

// Binary is one program and how it is made.
type Binary struct {
	// Name is the file name under which a cluster finds it.
	Name string
	// Module is the folder of the Go module, relative to the devcluster folder.
	Module string
	// Package is what `go build` gets.
	Package string
	// Sources are the files and folders, relative to Module, whose content decides whether to build again.
	Sources []string
	LDFlags string
	// Edits change the sources of the Kubernetes module before the build.
	Edits []Edit
	// About is the time of a cold build on two cores, for the progress line.
	About string
}

// Set says which programs are needed.
type Set struct {
	Variant  Variant
	RealNode bool
	// FakeNodes adds the fake kubelet.
	FakeNodes bool
	// Tools adds the programs only tests and demos run.
	Tools bool
}

// Catalog lists the programs of a set; kube-apiserver comes first because the others reuse its packages.
func Catalog(s Set) []Binary {
	pinned := []string{"go.mod", "go.sum", "*.go"}
	kubernetes := func(name, about string) Binary {
		return Binary{
			Name: name, Module: "binaries/kubernetes", Package: "k8s.io/kubernetes/cmd/" + name,
			Sources: pinned, LDFlags: kubernetesLDFlags(), About: about,
		}
	}
	simple := func(module, pkg, about string) Binary {
		name := filepath.Base(pkg)
		if pkg == "." {
			name = filepath.Base(module)
		}
		return Binary{Name: name, Module: "binaries/" + module, Package: pkg, Sources: pinned, LDFlags: "-s -w", About: about}
	}
	apiserver := kubernetes("kube-apiserver", "5 min")
	if s.Variant == VolumePatch {
		apiserver.Edits = volumePatchEdits
	}
	list := []Binary{
		apiserver,
		kubernetes("kube-controller-manager", "1 min 30 s"),
		kubernetes("kube-scheduler", "10 s"),
		kubernetes("kubectl", "25 s"),
		simple("etcd", ".", "25 s"),
	}
	if s.FakeNodes {
		list = append(list, Binary{
			Name: "fakekubelet", Module: "fakekubelet", Package: ".", Sources: []string{"."}, LDFlags: "-s -w", About: "30 s",
		})
	}
	if s.RealNode {
		const containerd = "github.com/containerd/containerd/v2/cmd/"
		const plugins = "github.com/containernetworking/plugins/plugins/"
		list = append(list,
			kubernetes("kubelet", "25 s"),
			kubernetes("kube-proxy", "25 s"),
			simple("containerd", containerd+"containerd", "1 min 20 s"),
			simple("containerd", containerd+"containerd-shim-runc-v2", "10 s"),
			simple("containerd", containerd+"ctr", "5 s"),
			simple("cni", plugins+"main/bridge", "5 s"),
			simple("cni", plugins+"main/loopback", "1 s"),
			simple("cni", plugins+"ipam/host-local", "1 s"),
			simple("cni", plugins+"meta/portmap", "1 s"),
			own("pause"))
	}
	if s.Tools {
		list = append(list, own("business"))
	}
	return list
}

func own(name string) Binary {
	return Binary{
		Name: name, Module: ".", Package: "./programs/" + name, Sources: []string{"go.mod", "programs/" + name},
		LDFlags: "-s -w", About: "2 s",
	}
}

func kubernetesLDFlags() string {
	parts := strings.SplitN(strings.TrimPrefix(kubernetesVersion, "v"), ".", 3)
	return "-s -w -X k8s.io/component-base/version.gitVersion=" + kubernetesVersion +
		" -X k8s.io/component-base/version.gitMajor=" + parts[0] +
		" -X k8s.io/component-base/version.gitMinor=" + parts[1] +
		" -X k8s.io/client-go/pkg/version.gitVersion=" + kubernetesVersion
}
