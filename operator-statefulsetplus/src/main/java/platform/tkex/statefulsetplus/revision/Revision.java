package platform.tkex.statefulsetplus.revision;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/**
 * One revision of a workload: the whole pod template, never a patch.
 *
 * @param name of its ControllerRevision; pods carry it as {@code controller-revision-hash}
 * @param number grows with every template; a template used again gets a new one
 * @param canonical the template's canonical JSON; two revisions are equal when these are
 * @param owned a controller reference to the workload is there; without it, it is to be adopted
 */
public record Revision(
    String name,
    long number,
    String canonical,
    PodTemplateSpec template,
    String uid,
    String resourceVersion,
    boolean owned) {}
