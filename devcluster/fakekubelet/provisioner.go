package main

import (
	"context"
	"log"
	"path"
	"time"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/util/workqueue"
)

const (
	storageClass    = "fake"
	provisionerName = "fake.tkex/provisioner"
	// provisionFor is set by the volume controller on a claim that waits for an external provisioner.
	provisionFor  = "volume.kubernetes.io/storage-provisioner"
	provisionedBy = "pv.kubernetes.io/provisioned-by"
)

// provisioner makes a PersistentVolume for each claim of its class and removes it when the claim is gone. The volume
// controller does all the binding.
type provisioner struct {
	options options
	api     background
	queue   workqueue.TypedRateLimitingInterface[work]
	stats   watchStats
}

// work is one write to do; it names a claim to make a volume for, or a volume to delete.
type work struct {
	claim    types.NamespacedName
	claimUID types.UID

	volume    string
	volumeUID types.UID
}

func newProvisioner(o options, api background) *provisioner {
	limit := workqueue.NewTypedItemExponentialFailureRateLimiter[work](50*time.Millisecond, 5*time.Second)
	return &provisioner{options: o, api: api, queue: workqueue.NewTypedRateLimitingQueue(limit)}
}

func (p *provisioner) run(ctx context.Context) {
	for attempt := 0; ctx.Err() == nil; attempt++ {
		err := p.createClass(ctx)
		if err == nil {
			break
		}
		if attempt%20 == 0 {
			log.Printf("storage class: %v", err)
		}
		pause(ctx, 500*time.Millisecond)
	}
	for range 8 {
		go p.work(ctx)
	}
	go follow(ctx, p.claims())
	go follow(ctx, p.volumes())
	<-ctx.Done()
	p.queue.ShutDown()
}

func (p *provisioner) createClass(ctx context.Context) error {
	reclaim, mode := corev1.PersistentVolumeReclaimDelete, storagev1.VolumeBindingWaitForFirstConsumer
	if p.options.immediate {
		mode = storagev1.VolumeBindingImmediate
	}
	_, err := p.api.storage.StorageClasses().Create(ctx, &storagev1.StorageClass{
		ObjectMeta: metav1.ObjectMeta{
			Name: storageClass, Annotations: map[string]string{"storageclass.kubernetes.io/is-default-class": "true"},
		},
		Provisioner: provisionerName, ReclaimPolicy: &reclaim, VolumeBindingMode: &mode,
	}, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

func (p *provisioner) work(ctx context.Context) {
	for {
		w, shutdown := p.queue.Get()
		if shutdown {
			return
		}
		if err := p.do(ctx, w); err != nil {
			if p.queue.NumRequeues(w) == 0 {
				log.Printf("volume of %s%s: %v", w.claim, w.volume, err)
			}
			p.queue.AddRateLimited(w)
		} else {
			p.queue.Forget(w)
		}
		p.queue.Done(w)
	}
}

func (p *provisioner) do(ctx context.Context, w work) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if w.volume != "" {
		err := p.api.core.PersistentVolumes().Delete(ctx, w.volume, metav1.DeleteOptions{
			Preconditions: &metav1.Preconditions{UID: &w.volumeUID},
		})
		if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
			return nil
		}
		return err
	}
	// The claim is read again: one that is gone by now must not leave a volume behind.
	claim, err := p.api.core.PersistentVolumeClaims(w.claim.Namespace).Get(ctx, w.claim.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) || err == nil && (claim.UID != w.claimUID || !p.wanted(claim)) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = p.api.core.PersistentVolumes().Create(ctx, p.volume(claim), metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

func (p *provisioner) volume(claim *corev1.PersistentVolumeClaim) *corev1.PersistentVolume {
	name := "pvc-" + string(claim.UID)
	kind := corev1.HostPathDirectoryOrCreate
	return &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{provisionedBy: provisionerName}},
		Spec: corev1.PersistentVolumeSpec{
			Capacity:    corev1.ResourceList{corev1.ResourceStorage: claim.Spec.Resources.Requests[corev1.ResourceStorage]},
			AccessModes: claim.Spec.AccessModes, VolumeMode: claim.Spec.VolumeMode,
			PersistentVolumeReclaimPolicy: corev1.PersistentVolumeReclaimDelete, StorageClassName: storageClass,
			// The resource version is left out: the claim may change before it is bound.
			ClaimRef: &corev1.ObjectReference{
				Kind: "PersistentVolumeClaim", APIVersion: "v1", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID,
			},
			PersistentVolumeSource: corev1.PersistentVolumeSource{
				HostPath: &corev1.HostPathVolumeSource{Path: path.Join(p.options.volumes, name), Type: &kind},
			},
		},
	}
}

func (p *provisioner) wanted(claim *corev1.PersistentVolumeClaim) bool {
	return claim.Spec.VolumeName == "" && claim.DeletionTimestamp == nil && claim.Annotations[provisionFor] == provisionerName
}

func (p *provisioner) claims() source {
	return source{
		name: "persistentvolumeclaims", stats: &p.stats,
		list: func(ctx context.Context, opts metav1.ListOptions) ([]metav1.Object, metav1.ListInterface, error) {
			l, err := p.api.core.PersistentVolumeClaims("").List(ctx, opts)
			if err != nil {
				return nil, nil, err
			}
			return objects(l.Items), l, nil
		},
		watch: func(ctx context.Context, opts metav1.ListOptions) (watch.Interface, error) {
			return p.api.core.PersistentVolumeClaims("").Watch(ctx, opts)
		},
		seen: func(o metav1.Object) {
			if claim := o.(*corev1.PersistentVolumeClaim); p.wanted(claim) {
				p.queue.Add(work{claim: types.NamespacedName{Namespace: claim.Namespace, Name: claim.Name}, claimUID: claim.UID})
			}
		},
		gone:   func(metav1.Object) {},
		listed: func(map[types.UID]bool) {},
	}
}

func (p *provisioner) volumes() source {
	return source{
		name: "persistentvolumes", stats: &p.stats,
		list: func(ctx context.Context, opts metav1.ListOptions) ([]metav1.Object, metav1.ListInterface, error) {
			l, err := p.api.core.PersistentVolumes().List(ctx, opts)
			if err != nil {
				return nil, nil, err
			}
			return objects(l.Items), l, nil
		},
		watch: func(ctx context.Context, opts metav1.ListOptions) (watch.Interface, error) {
			return p.api.core.PersistentVolumes().Watch(ctx, opts)
		},
		seen: func(o metav1.Object) {
			pv := o.(*corev1.PersistentVolume)
			if pv.Annotations[provisionedBy] == provisionerName && pv.Status.Phase == corev1.VolumeReleased &&
				pv.Spec.PersistentVolumeReclaimPolicy == corev1.PersistentVolumeReclaimDelete && pv.DeletionTimestamp == nil {
				p.queue.Add(work{volume: pv.Name, volumeUID: pv.UID})
			}
		},
		gone:   func(metav1.Object) {},
		listed: func(map[types.UID]bool) {},
	}
}
