package platform.tkex.simulation.scenario;

import java.util.Locale;

/** What a container does, told by its image's name. */
public enum Image {
  /** Ready soon. */
  GOOD,
  /** Never ready. */
  BAD,
  /** Ready after minutes. */
  SLOW,
  /** Ready, then not, then ready again. */
  FLAPS,
  /** Ready on some ordinals only. */
  PATCHY;

  /** A name that no other version has. */
  public String version(int number) {
    return name().toLowerCase(Locale.ROOT) + "-" + number;
  }

  /** The number of a version, by its name; 0 without one. */
  public static int number(String version) {
    int dash = version.indexOf('-');
    return dash < 0 ? 0 : Integer.parseInt(version.substring(dash + 1));
  }

  /** By the name of a version. */
  public static Image of(String version) {
    int dash = version.indexOf('-');
    return valueOf(
        version.substring(0, dash < 0 ? version.length() : dash).toUpperCase(Locale.ROOT));
  }
}
