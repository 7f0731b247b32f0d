package platform.tkex.testkit.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a controller is started for tests.
 *
 * @param module its name, as in its ServiceAccount
 * @param instance tells several of a module apart; its files are named after it
 * @param mainClass what its JVM runs
 * @param jvmOptions given to its JVM
 * @param arguments flags beside those for connection and health
 * @param testClasses whether its main class is one of the tests' own
 */
public record OperatorSettings(
    String module,
    String instance,
    String mainClass,
    List<String> jvmOptions,
    List<String> arguments,
    boolean testClasses) {

  public OperatorSettings(
      String module,
      String instance,
      String mainClass,
      List<String> jvmOptions,
      List<String> arguments) {
    this(module, instance, mainClass, jvmOptions, arguments, false);
  }

  /** Quick to start, and small beside the control plane of the test machine. */
  private static final List<String> SMALL_JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");

  /**
   * The StatefulSetPlus operator, alone and so without an election: it works at once after a kill.
   */
  public static OperatorSettings statefulSetPlus() {
    return new OperatorSettings(
        "statefulsetplus",
        "statefulsetplus",
        "platform.tkex.statefulsetplus.Main",
        SMALL_JVM,
        List.of("--leader-elect=false", "--log-format=text"));
  }

  /**
   * With more flags, such as {@code --lease-name=x}; they take the place of those of their name.
   */
  public OperatorSettings with(String... more) {
    List<String> all = new ArrayList<>(arguments);
    for (String flag : more) {
      all.removeIf(old -> name(old).equals(name(flag)));
      all.add(flag);
    }
    return new OperatorSettings(module, instance, mainClass, jvmOptions, all, testClasses);
  }

  private static String name(String flag) {
    return flag.split("=", 2)[0];
  }

  /** Another one of the same module, with files of its own. */
  public OperatorSettings named(String other) {
    return new OperatorSettings(
        module, module + "-" + other, mainClass, jvmOptions, arguments, testClasses);
  }

  /** Run by a main class of the tests, with more options of the JVM. */
  public OperatorSettings runBy(Class<?> main, String... moreJvmOptions) {
    List<String> all = new ArrayList<>(jvmOptions);
    Collections.addAll(all, moreJvmOptions);
    return new OperatorSettings(module, instance, main.getName(), all, arguments, true);
  }
}
