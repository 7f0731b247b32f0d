package platform.tkex.bench.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bars of the medians as a small SVG, readable on light and on dark pages. */
final class Plot {
  private static final int LEFT = 130;
  private static final int BAR = 16;
  private static final int GAP = 14;
  private static final int WIDTH = 640;
  private static final int FULL = WIDTH - LEFT - 60;

  private Plot() {}

  private record Bar(String label, String color, double seconds) {}

  static String svg(Results results) {
    double longest = 0;
    List<List<Bar>> groups = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (int pods : results.sizes()) {
      for (Phase phase : Phase.values()) {
        List<Bar> bars = bars(results, pods, phase);
        longest = Math.max(longest, bars.stream().mapToDouble(Bar::seconds).max().orElse(0));
        groups.add(bars);
        titles.add(phase.text() + " " + pods);
      }
    }
    return draw(groups, titles, longest);
  }

  private static List<Bar> bars(Results results, int pods, Phase phase) {
    return List.of(
        new Bar("bare client", "#8b949e", results.median(Rival.BARE, phase, pods)),
        new Bar("StatefulSetPlus", "#2f81f7", results.median(Rival.PLUS, phase, pods)),
        new Bar("StatefulSet", "#d29922", results.median(Rival.NATIVE, phase, pods)));
  }

  private static String draw(List<List<Bar>> groups, List<String> titles, double longest) {
    StringBuilder text = new StringBuilder();
    int y = GAP;
    for (int i = 0; i < groups.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT,
              "<text x=\"8\" y=\"%d\" font-weight=\"bold\">%s</text>%n",
              y + BAR - 4,
              titles.get(i)));
      for (Bar bar : groups.get(i)) {
        text.append(bar(bar, y, longest));
        y += BAR + 3;
      }
      y += GAP;
    }
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0"
            + " %1$d %2$d\" role=\"img\" aria-label=\"Seconds until all pods are ready\">%n<rect"
            + " width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n<g font-family=\"sans-serif\""
            + " font-size=\"12\" fill=\"#1f2328\">%n%3$s</g>%n</svg>%n",
        WIDTH,
        y,
        text);
  }

  private static String bar(Bar bar, int y, double longest) {
    double width = FULL * bar.seconds() / longest;
    return String.format(
        Locale.ROOT,
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
            + "<text x=\"%.1f\" y=\"%d\">%.1f s, %s</text>%n",
        LEFT,
        y,
        width,
        BAR,
        bar.color(),
        width > FULL * 0.6 ? LEFT + 6.0 : LEFT + width + 6,
        y + BAR - 4,
        bar.seconds(),
        bar.label());
  }
}
