package netmp.drill;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.tcp.EcnUse;
import netmp.tcp.SynCookies;

/**
 * The shell commands of scripts. No shell is ever run: settings of a kernel that this stack has by
 * default are accepted, a few are honoured, and everything else is a reason to skip the script.
 */
final class Commands {

  private static final String ANY = ".*";

  /** What the stack does, as Linux and FreeBSD call it: a pattern of the values that mean that. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          // Linux
          Map.entry("net.ipv4.tcp_sack", "1"),
          Map.entry("net.ipv4.tcp_dsack", "1"),
          Map.entry("net.ipv4.tcp_timestamps", "1"),
          Map.entry("net.ipv4.tcp_window_scaling", "1"),
          Map.entry("net.ipv4.tcp_congestion_control", "cubic"),
          Map.entry("net.ipv4.tcp_fastopen", ANY),
          Map.entry("net.ipv4.tcp_ecn", "[012]"),
          Map.entry("net.ipv4.tcp_syncookies", "[012]"),
          Map.entry("net.ipv4.tcp_syn_retries", "[67]"),
          Map.entry("net.ipv4.tcp_synack_retries", "5"),
          Map.entry("net.ipv4.tcp_keepalive_time", "7200"),
          Map.entry("net.ipv4.tcp_keepalive_intvl", "75"),
          Map.entry("net.ipv4.tcp_fin_timeout", "60"),
          Map.entry("net.ipv4.tcp_no_metrics_save", "1"),
          Map.entry("net.ipv4.tcp_min_tso_segs", ANY),
          Map.entry("net.ipv4.tcp_mtu_probing", "1"),
          Map.entry("net.ipv4.tcp_recovery", "1"),
          Map.entry("net.ipv4.tcp_early_retrans", "3"),
          Map.entry("net.ipv4.tcp_slow_start_after_idle", "1"),
          Map.entry("net.ipv4.tcp_abort_on_overflow", "0"),
          Map.entry("net.ipv4.ip_local_port_range", ANY),
          // FreeBSD
          Map.entry("net.inet.tcp.rfc1323", "1"),
          Map.entry("net.inet.tcp.sack.enable", "1"),
          Map.entry("net.inet.tcp.ecn.enable", "[012]"),
          Map.entry("net.inet.tcp.rexmit_initial", "1000"),
          Map.entry("net.inet.tcp.rexmit_min", "200"),
          Map.entry("net.inet.tcp.delacktime", "40"),
          Map.entry("net.inet.tcp.delayed_ack", "1"),
          Map.entry("net.inet.tcp.recvspace", "65536"),
          Map.entry("net.inet.tcp.sendspace", ANY),
          Map.entry("net.inet.tcp.recvbuf_auto", "0"),
          Map.entry("net.inet.tcp.sendbuf_auto", "0"),
          Map.entry("net.inet.tcp.rfc3390", "1"),
          Map.entry("net.inet.tcp.initcwnd_segments", "10"),
          Map.entry("net.inet.tcp.cc.algorithm", "cubic"),
          Map.entry("net.inet.tcp.mssdflt", "536"),
          Map.entry("net.inet.tcp.syncookies", "[01]"),
          Map.entry("net.inet.tcp.syncookies_only", "[01]"),
          Map.entry("net.inet.tcp.syncache.rexmtlimit", "5"),
          Map.entry("net.inet.tcp.hostcache.enable", "0"),
          Map.entry("net.inet.tcp.hostcache.purgenow", "1"),
          Map.entry("net.inet.tcp.pmtud_blackhole_detection", "1"),
          Map.entry("net.inet.tcp.path_mtu_discovery", "1"),
          Map.entry("net.inet.tcp.keepidle", "7200000"),
          Map.entry("net.inet.tcp.keepintvl", "75000"),
          Map.entry("net.inet.tcp.keepcnt", "8"),
          Map.entry("net.inet.tcp.blackhole", "0"),
          Map.entry("net.inet.tcp.drop_synfin", "0"),
          Map.entry("kern.ipc.maxsockbuf", ANY),
          Map.entry("kern.timecounter.alloweddeviation", ANY));

  /** Google's scripts begin with it; it sets what Linux has by default. */
  private static final Pattern DEFAULTS = Pattern.compile("[./\\w-]*/?defaults\\.sh");

  private static final Pattern SEPARATOR = Pattern.compile("[\n;]|&&");
  private static final Pattern SET_SYSCTLS = Pattern.compile("[./\\w-]*/?set_sysctls\\.py");
  private static final Pattern RESTORE =
      Pattern.compile("/tmp/sysctl_restore_\\S+\\.sh|sysctl -p\\S*");
  private static final Pattern SETTING =
      Pattern.compile("(?:/proc/sys/)?([a-z0-9_./]+?)\\s*=\\s*(\"[^\"]*\"|'[^']*'|\\S*)");
  private static final Set<String> PRELUDE = Set.of("-q", "-w", "-qw", "-wq");

  private static final Pattern COOKIES =
      Pattern.compile("(?:ipv4[./]tcp_syncookies|inet\\.tcp\\.syncookies)(_only)?\\s*=\\s*([012])");

  private static final Pattern ECN =
      Pattern.compile("(?:ipv4[./]tcp_ecn|inet\\.tcp\\.ecn\\.enable)\\s*=\\s*[\"']?([012])");

  private Commands() {}

  /**
   * When the stack is to answer SYNs with cookies; it is made before the commands of a script run.
   */
  static SynCookies synCookies(String text) {
    Matcher found = COOKIES.matcher(text);
    SynCookies when = SynCookies.WHEN_FULL;
    while (found.find()) {
      boolean only = found.group(1) != null;
      when =
          switch (found.group(2)) {
            case "0" -> only ? when : SynCookies.NEVER;
            case "1" -> only ? SynCookies.ALWAYS : SynCookies.WHEN_FULL;
            default -> SynCookies.ALWAYS;
          };
    }
    return when;
  }

  /** When the stack uses explicit congestion notification. */
  static EcnUse ecn(String text) {
    Matcher found = ECN.matcher(text);
    EcnUse when = EcnUse.WHEN_ASKED;
    while (found.find()) {
      when =
          switch (found.group(1)) {
            case "0" -> EcnUse.NEVER;
            case "1" -> EcnUse.ALWAYS;
            default -> EcnUse.WHEN_ASKED;
          };
    }
    return when;
  }

  /** Whether commands of this text are of the FreeBSD dialect. */
  static boolean isBsd(String text) {
    return text.contains("net.inet.") || text.contains("kern.") || text.contains("kldload");
  }

  /**
   * Carries out a command.
   *
   * @throws Unsupported if it does something that the stack does not
   */
  static void run(int line, String text, Sizes sizes) {
    for (String command : SEPARATOR.split(text.replace("\\\n", " "), -1)) {
      if (!command.isBlank()) {
        runOne(line, command.strip(), sizes);
      }
    }
  }

  private static void runOne(int line, String command, Sizes sizes) {
    String[] words = command.split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : "";
    if (DEFAULTS.matcher(words[0]).matches() || RESTORE.matcher(command).matches()) {
      return;
    }
    if (words[0].matches("(/sbin/)?sysctl") || SET_SYSCTLS.matcher(words[0]).matches()) {
      set(line, rest, sizes);
    } else {
      throw new Unsupported(line, "the command `" + command + "`");
    }
  }

  private static void set(int line, String text, Sizes sizes) {
    String settings = text;
    while (PRELUDE.contains(settings.split("\\s+", 2)[0])) {
      settings = settings.split("\\s+", 2)[1];
    }
    Matcher each = SETTING.matcher(settings.replaceAll(">\\s*/dev/null.*", ""));
    boolean any = false;
    while (each.find()) {
      any = true;
      apply(line, each.group(1).replace('/', '.'), each.group(2).replaceAll("[\"']", ""), sizes);
    }
    if (!any) {
      throw new Unsupported(line, "the setting `" + text + "`");
    }
  }

  private static void apply(int line, String name, String value, Sizes sizes) {
    String good = SETTINGS.get(name);
    if (good == null || !value.matches(good)) {
      throw new Unsupported(line, "the setting " + name + "=" + value);
    }
    if (name.equals("net.inet.tcp.sendspace")) {
      sizes.sendBuffer = Integer.parseInt(value);
    }
  }

  /** Sizes that settings give to sockets made later. */
  static final class Sizes {

    /** High-water mark of send buffers; 0 for the stack's own. */
    int sendBuffer;
  }
}
