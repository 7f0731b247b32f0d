package platform.tkex.statefulsetplus.model;

/**
 * A number of pods, absolute or as a percentage of some base.
 *
 * @param value pods, or percent when {@code percent}
 */
public record Amount(int value, boolean percent) {
  public static Amount pods(int value) {
    return new Amount(value, false);
  }

  public static Amount percentOf(int value) {
    return new Amount(value, true);
  }

  public int roundedUp(int base) {
    return percent ? Math.toIntExact(((long) value * base + 99) / 100) : value;
  }

  public int roundedDown(int base) {
    return percent ? Math.toIntExact((long) value * base / 100) : value;
  }
}
