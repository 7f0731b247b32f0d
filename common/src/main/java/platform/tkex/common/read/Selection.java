package platform.tkex.common.read;

/**
 * Which objects of a kind a cache holds, and how much of each.
 *
 * @param labels a label selector as in URLs: {@code app=web,tier!=back}
 * @param metadataOnly the API server sends metadata alone, as PartialObjectMetadata: a list of
 *     large objects then costs neither it nor this process their content
 */
public record Selection(String labels, boolean metadataOnly) {

  /** All objects, whole. */
  public static final Selection ALL = new Selection("", false);

  /** Whole objects with these labels. */
  public static Selection labelled(String labels) {
    return new Selection(labels, false);
  }

  /** Metadata of objects with these labels. */
  public static Selection metadataOf(String labels) {
    return new Selection(labels, true);
  }
}
