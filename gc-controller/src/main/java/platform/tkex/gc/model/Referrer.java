package platform.tkex.gc.model;

/**
 * An object that names a ConfigMap.
 *
 * @param kind where it is listed
 */
public record Referrer(Kind kind, String name) {
  @Override
  public String toString() {
    return kind.singular() + "/" + name;
  }
}
