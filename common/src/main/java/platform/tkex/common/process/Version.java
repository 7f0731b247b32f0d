package platform.tkex.common.process;

/** What was built. */
final class Version {

  private Version() {}

  /** {@code Implementation-Version} of the jar of a class; {@code dev} outside of one. */
  static String of(Class<?> type) {
    String version =
        type.getPackage() == null ? null : type.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
