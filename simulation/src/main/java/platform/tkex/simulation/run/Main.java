package platform.tkex.simulation.run;

import platform.tkex.simulation.scenario.Draw;
import platform.tkex.statefulsetplus.StatefulSetPlusController;

public final class Main {
  private Main() {}

  public static void main(String[] args) {
    long from = Long.parseLong(args[0]);
    long count = Long.parseLong(args[1]);
    Simulation simulation = new Simulation(StatefulSetPlusController::new);
    long t0 = System.nanoTime();
    long steps = 0;
    for (long seed = from; seed < from + count; seed++) {
      var result = simulation.run(Draw.scenario(seed), count == 1);
      steps += result.steps();
      if (count == 1) {
        System.out.println(result.scenario());
        result.trace().forEach(System.out::println);
        System.out.println("hash " + result.hash());
      }
      if (result.violation() != null) {
        System.out.println(seed + " " + result.violation().getMessage());
      }
    }
    System.out.printf(
        "%d seeds, %.1f ms each, %d steps%n", count, (System.nanoTime() - t0) / 1e6 / count, steps);
  }
}
