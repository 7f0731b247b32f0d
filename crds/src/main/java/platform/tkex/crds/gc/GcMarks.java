package platform.tkex.crds.gc;

/** Labels and annotations by which the GC controller knows what may go and what may not. */
public final class GcMarks {
  /** Annotation of a source: how many of its versions are kept, instead of {@code --keep}. */
  public static final String KEEP_VERSIONS = "platform.tkex/keep-versions";

  /**
   * Annotation of a version, {@code "<time>/<UID of the revision>"}: a revision that names it was
   * made. Setting it changes the version's resourceVersion, so that a deletion that was decided
   * before is refused; and the version is as new as that.
   */
  public static final String CHOSEN = "platform.tkex/chosen";

  /** Label of a slot ConfigMap: the name of its StatefulSetPlus. */
  public static final String SLOTS_OF = "platform.tkex/slots-of";

  /** Label of a pod that pulls images in advance: the name of its StatefulSetPlus. */
  public static final String PRELOAD_OF = "platform.tkex/preload-of";

  private GcMarks() {}
}
