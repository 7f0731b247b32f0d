package platform.tkex.common.process;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Values of flags; messages say what is allowed, picocli adds the flag and the given value. */
final class Converters {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h)");
  private static final Pattern ADDRESS = Pattern.compile("(\\[[^]]+]|[^:]*):(\\d{1,5})");

  private Converters() {}

  static void register(CommandLine commandLine) {
    commandLine
        .registerConverter(Duration.class, Converters::duration)
        .registerConverter(InetSocketAddress.class, Converters::address)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration; allowed: a number with ms, s, m or h, as in 15s");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  static InetSocketAddress address(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
    if (port < 0 || port > 65_535) {
      throw new TypeConversionException(
          "'" + text + "' is not an address; allowed: HOST:PORT or :PORT, port 0 to 65535");
    }
    String host = matcher.group(1);
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }
}
