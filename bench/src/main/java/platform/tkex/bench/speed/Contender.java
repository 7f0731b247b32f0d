package platform.tkex.bench.speed;

/** Makes pods, each in its own way; all calls return once the work has begun. */
interface Contender {
  Rival rival();

  /** So many pods of this workload are to come. */
  void create(String workload, int pods);

  /** All of them are to be replaced in one go. */
  void recreate(String workload);

  /** All of it is to go. */
  void remove(String workload);
}
