package platform.tkex.statefulsetplus.inplace;

import java.util.Optional;

/**
 * Names of images as a person spells them and as a container runtime reports them: the runtime
 * completes registry, folder and tag, and a digest may stand behind the tag.
 */
public final class ImageName {
  private static final String REGISTRY = "docker.io/";
  private static final String FOLDER = "library/";
  private static final String TAG = ":latest";

  private ImageName() {}

  /** Whether two spellings name the same image; two tags of one image are two names. */
  public static boolean same(String one, String other) {
    return one.equals(other) || complete(one).equals(complete(other));
  }

  /**
   * Whether a runtime's image ID, such as {@code docker.io/library/web@sha256:1f..}, is the image
   * whose digest stands in the name; false when the name has none.
   */
  public static boolean hasDigest(String name, String imageId) {
    String digest = digest(name);
    return !digest.isEmpty() && digest.equals(digest(imageId));
  }

  /**
   * Another spelling of the same image: the kubelet compares texts, and so restarts a container
   * without pulling anything.
   *
   * @param imageId what the runtime reports; its digest makes a spelling where the name alone does
   *     not
   */
  public static Optional<String> respelled(String name, String imageId) {
    String complete = complete(name);
    if (!complete.equals(name)) {
      return Optional.of(complete);
    }
    if (name.startsWith(REGISTRY)) {
      String rest = name.substring(REGISTRY.length());
      return Optional.of(rest.startsWith(FOLDER) ? rest.substring(FOLDER.length()) : rest);
    }
    if (name.endsWith(TAG)) {
      return Optional.of(name.substring(0, name.length() - TAG.length()));
    }
    String digest = imageId.contains("@") ? digest(imageId) : "";
    if (!digest.isEmpty() && !name.contains("@")) {
      return Optional.of(name + "@" + digest);
    }
    int at = name.indexOf('@');
    boolean tagged = at > 0 && tagStart(name.substring(0, at)) > 0;
    return tagged ? Optional.of(name.substring(0, at)) : Optional.empty();
  }

  /** With registry and folder, and with a tag where there is neither tag nor digest. */
  private static String complete(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
    String full = hasRegistry ? name : REGISTRY + (slash < 0 ? FOLDER : "") + name;
    return full.contains("@") || tagStart(full) > 0 ? full : full + TAG;
  }

  private static int tagStart(String name) {
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? colon : -1;
  }

  private static String digest(String name) {
    int at = name.indexOf('@');
    String digest = at < 0 ? name : name.substring(at + 1);
    return digest.startsWith("sha256:") ? digest : "";
  }
}
