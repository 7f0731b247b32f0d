package platform.tkex.bench.speed;

/** What is timed. */
enum Phase {
  CREATE("create"),
  RECREATE("recreate");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
