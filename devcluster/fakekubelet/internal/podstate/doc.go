// Package podstate decides what a kubelet would report of a pod. It is pure: a pod as the API server shows it, what was
// reported before and the time go in; what to report, or to delete the pod, and when to look again come out. No client, no
// clock and no goroutine lives here, so every behaviour and every failure on demand is a row of a test table.
package podstate
