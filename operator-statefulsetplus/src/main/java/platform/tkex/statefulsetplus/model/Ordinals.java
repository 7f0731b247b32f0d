package platform.tkex.statefulsetplus.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/**
 * An immutable set of ordinals kept as disjoint ascending ranges, so that a batch of ten thousand
 * pods is one short text in status ({@code "5-9,12"}).
 *
 * <p>Invariant: {@code bounds} holds pairs first, last (both inclusive) with {@code first <= last}
 * and a gap of at least one between two pairs.
 */
public final class Ordinals {
  public static final Ordinals NONE = new Ordinals(new int[0]);

  private final int[] bounds;

  private Ordinals(int[] bounds) {
    this.bounds = bounds;
  }

  /** The ordinals from {@code start} (inclusive) to {@code end} (exclusive). */
  public static Ordinals range(int start, int end) {
    return start >= end ? NONE : new Ordinals(new int[] {start, end - 1});
  }

  /** The given ordinals, in any order. */
  public static Ordinals of(int... ordinals) {
    return ofSorted(Arrays.stream(ordinals).sorted().distinct());
  }

  private static Ordinals ofSorted(IntStream ascending) {
    List<int[]> pairs = new ArrayList<>();
    PrimitiveIterator.OfInt it = ascending.iterator();
    while (it.hasNext()) {
      int ordinal = it.nextInt();
      int[] last = pairs.isEmpty() ? null : pairs.getLast();
      if (last != null && last[1] + 1 == ordinal) {
        last[1] = ordinal;
      } else {
        pairs.add(new int[] {ordinal, ordinal});
      }
    }
    return new Ordinals(pairs.stream().flatMapToInt(Arrays::stream).toArray());
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Ordinals parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    return ofSorted(
        Arrays.stream(text.split(",", -1)).flatMapToInt(Ordinals::parsePart).sorted().distinct());
  }

  private static IntStream parsePart(String part) {
    int dash = part.indexOf('-');
    return dash < 0
        ? IntStream.of(Integer.parseInt(part))
        : IntStream.rangeClosed(
            Integer.parseInt(part.substring(0, dash)), Integer.parseInt(part.substring(dash + 1)));
  }

  public boolean contains(int ordinal) {
    int low = 0;
    int high = bounds.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (ordinal < bounds[2 * middle]) {
        high = middle - 1;
      } else if (ordinal > bounds[2 * middle + 1]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  public int size() {
    int size = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      size += bounds[i + 1] - bounds[i] + 1;
    }
    return size;
  }

  /** The lowest ordinal, or 0 when there is none. */
  public int lowest() {
    return isEmpty() ? 0 : bounds[0];
  }

  public IntStream ascending() {
    return IntStream.range(0, bounds.length / 2)
        .flatMap(i -> IntStream.rangeClosed(bounds[2 * i], bounds[2 * i + 1]));
  }

  public List<Integer> descending() {
    return ascending().boxed().toList().reversed();
  }

  public Ordinals plus(Ordinals other) {
    return ofSorted(IntStream.concat(ascending(), other.ascending()).sorted().distinct());
  }

  public Ordinals minus(Ordinals other) {
    return ofSorted(ascending().filter(ordinal -> !other.contains(ordinal)));
  }

  /** Those of this set that lie within {@code start} (inclusive) and {@code end} (exclusive). */
  public Ordinals within(int start, int end) {
    IntStream.Builder kept = IntStream.builder();
    for (int i = 0; i < bounds.length; i += 2) {
      int first = Math.max(bounds[i], start);
      int last = Math.min(bounds[i + 1], end - 1);
      if (first <= last) {
        kept.add(first).add(last);
      }
    }
    return new Ordinals(kept.build().toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ordinals that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /** Ranges as in {@code "5-9,12"}; empty text for no ordinals. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      text.append(text.isEmpty() ? "" : ",").append(bounds[i]);
      if (bounds[i + 1] > bounds[i]) {
        text.append('-').append(bounds[i + 1]);
      }
    }
    return text.toString();
  }
}
