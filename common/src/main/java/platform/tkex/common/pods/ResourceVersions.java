package platform.tkex.common.pods;

/**
 * The order of resourceVersions of one kind of object.
 *
 * <p>Since Kubernetes 1.35 they are promised to be decimal numbers that grow with each write
 * (KEP-5504); they may outgrow 64 bits.
 */
public final class ResourceVersions {

  private ResourceVersions() {}

  /**
   * Negative, zero or positive, as for {@link java.util.Comparator}.
   *
   * @throws IllegalArgumentException when one is not a decimal number without leading zeros
   */
  public static int compare(String a, String b) {
    requireNumber(a);
    requireNumber(b);
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  /** Whether everything up to {@code wanted} is included in {@code reached}. */
  public static boolean reaches(String reached, String wanted) {
    return compare(reached, wanted) >= 0;
  }

  private static void requireNumber(String version) {
    boolean number = !version.isEmpty() && (version.equals("0") || version.charAt(0) != '0');
    for (int i = 0; i < version.length() && number; i++) {
      char c = version.charAt(i);
      number = c >= '0' && c <= '9';
    }
    if (!number) {
      throw new IllegalArgumentException(
          "resourceVersion must be a decimal number, was: \"" + version + "\"");
    }
  }
}
