package netmp.drill;

import java.util.Set;
import java.util.stream.Collectors;
import netmp.drill.Event.CommandEvent;
import netmp.inet.IpAddress;
import netmp.tcp.EcnUse;
import netmp.tcp.SynCookies;

/**
 * What the options at the top of a script set. The defaults are packetdrill's, but for the local
 * address, which is random there.
 */
final class Setting {

  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "verbose",
          "debug",
          "v",
          "code_command",
          "code_format",
          "code_sockopt",
          "define",
          "send_omit_free");

  int local = IpAddress.parse("192.168.0.2");
  int remote = IpAddress.parse("192.0.2.1");
  int gateway = IpAddress.parse("192.168.0.1");
  int prefixLength = 16;
  int bindPort = 8080;
  int connectPort = 8080;

  /** In microseconds. */
  long tolerance = 4000;

  /** Of the time since the last event; the larger of both counts. */
  double tolerancePercent = 12.5;

  /** Segments must be as the script has them; else several may make up one of the script. */
  boolean strictSegments;

  boolean scaledEcho;

  SynCookies synCookies = SynCookies.WHEN_FULL;
  EcnUse ecn = EcnUse.WHEN_ASKED;

  /** Microseconds of one tick of the stack's timestamps; 0: they are not looked at. */
  long timestampTick;

  /**
   * The setting of a script.
   *
   * @throws Unsupported if it has an option that is not known, or a value that cannot be had
   * @throws SyntaxError if a value is none
   */
  static Setting of(Script script) {
    Setting setting = new Setting();
    script.options().forEach(setting::set);
    String commands =
        script.events().stream()
            .map(Event::action)
            .filter(CommandEvent.class::isInstance)
            .map(action -> ((CommandEvent) action).text())
            .collect(Collectors.joining("\n"));
    setting.synCookies = Commands.synCookies(commands);
    setting.ecn = Commands.ecn(commands);
    return setting;
  }

  private void set(Script.Option option) {
    switch (option.name()) {
      case "local_ip" -> local = address(option);
      case "remote_ip" -> remote = address(option);
      case "gateway_ip" -> gateway = address(option);
      case "netmask_ip" -> prefixLength = Integer.bitCount(address(option));
      case "bind_port" -> bindPort = number(option);
      case "connect_port" -> connectPort = number(option);
      case "tolerance_usecs" -> tolerance = number(option);
      case "tolerance_percent" -> tolerancePercent = number(option);
      default -> setRarer(option);
    }
  }

  private void setRarer(Script.Option option) {
    switch (option.name()) {
      case "strict_segments" -> strictSegments = true;
      case "tcp_ts_ecr_scaled" -> scaledEcho = true;
      case "tcp_ts_tick_usecs" -> timestampTick = number(option);
      case "ip_version" -> require(option, option.value().equals("ipv4"));
      case "mtu" -> require(option, number(option) == 1500);
      default -> require(option, WITHOUT_EFFECT.contains(option.name()));
    }
  }

  private static void require(Script.Option option, boolean supported) {
    if (!supported) {
      String value = option.value().isEmpty() ? "" : "=" + option.value();
      throw new Unsupported(option.line(), "the option --" + option.name() + value);
    }
  }

  private static int address(Script.Option option) {
    String text = option.value().replaceAll("/.*", "");
    require(option, !text.contains(":"));
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new SyntaxError(option.line(), 1, "bad --" + option.name() + ": " + option.value());
    }
  }

  private static int number(Script.Option option) {
    try {
      return Integer.parseInt(option.value());
    } catch (NumberFormatException e) {
      throw new SyntaxError(option.line(), 1, "bad --" + option.name() + ": " + option.value());
    }
  }
}
