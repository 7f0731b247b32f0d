package platform.tkex.bench.speed;

/** Who makes the pods. */
enum Rival {
  BARE("bare client"),
  PLUS("StatefulSetPlus"),
  NATIVE("StatefulSet");

  private final String text;

  Rival(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
