package main

import (
	"context"
	"encoding/json"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// renew tells the node controller that the node lives. A merge patch needs no read before it.
func (n *nodes) renew(ctx context.Context, x *node) error {
	now := metav1.NewMicroTime(time.Now())
	body, err := json.Marshal(map[string]any{"spec": map[string]any{
		"renewTime": now, "holderIdentity": x.name, "leaseDurationSeconds": 40,
	}})
	if err != nil {
		return err
	}
	_, err = n.api.leases.Patch(ctx, x.name, types.MergePatchType, body, metav1.PatchOptions{})
	if !apierrors.IsNotFound(err) {
		return err
	}
	owner, err := n.api.core.Nodes().Get(ctx, x.name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	seconds := int32(40)
	_, err = n.api.leases.Create(ctx, &coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{Name: x.name, OwnerReferences: []metav1.OwnerReference{
			{APIVersion: "v1", Kind: "Node", Name: x.name, UID: owner.UID},
		}},
		Spec: coordinationv1.LeaseSpec{HolderIdentity: &x.name, LeaseDurationSeconds: &seconds, RenewTime: &now},
	}, metav1.CreateOptions{})
	return err
}
