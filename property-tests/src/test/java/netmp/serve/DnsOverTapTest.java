package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.dns.LookupException;
import netmp.dns.LookupException.Reason;
import netmp.dns.Resolver;
import netmp.dns.ResolverConfig;
import netmp.inet.IpAddress;
import netmp.stack.Addressing;
import netmp.tap.TapException;
import netmp.workload.Cable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** dnsmasq answers the resolver. Skipped where there is no TAP, or no dnsmasq. */
class DnsOverTapTest {

  private static final String NAME = "nmn" + ProcessHandle.current().pid();
  private static final String KERNEL = "10.80.0.1";
  private static final int MANY = 100;

  private static Namespace kernel;
  private static TapHost host;

  @BeforeAll
  static void start() throws Exception {
    Namespace.requireProgram("dnsmasq");
    kernel = Namespace.make(NAME);
    TapHost.Settings settings =
        new TapHost.Settings(
            NAME,
            IpAddress.parse("10.80.0.2"),
            24,
            IpAddress.ANY,
            List.of(),
            1500,
            2,
            Addressing.FIXED);
    try {
      host = TapHost.open(settings, Cable.PERFECT, null);
    } catch (TapException e) {
      Namespace.skip(e.getMessage());
    }
    kernel.take(NAME, KERNEL + "/24");
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--user=root",
                "--pid-file=",
                "--no-resolv",
                "--no-hosts",
                "--interface=" + NAME,
                "--bind-interfaces",
                "--local-ttl=60",
                "--local=/lab.test/",
                "--address=/www.lab.test/192.0.2.1",
                "--host-record=real.lab.test,192.0.2.2",
                "--cname=alias.lab.test,real.lab.test"));
    for (int i = 0; i < MANY; i++) {
      command.add("--host-record=many.lab.test,198.51.100." + (i + 1));
    }
    kernel.start(Path.of("/dev/null"), Path.of("/dev/null"), command.toArray(String[]::new));
  }

  @AfterAll
  static void stop() throws Exception {
    if (host != null) {
      host.close();
    }
    if (kernel != null) {
      kernel.close();
    }
  }

  /** The first question may come before dnsmasq listens: it is asked again. */
  private static Resolver resolver() {
    ResolverConfig config = ResolverConfig.of(List.of(IpAddress.parse(KERNEL)));
    return new Resolver(host.stack(), config.withDomain("lab.test"), new SplittableRandom());
  }

  private static List<Integer> addresses(Resolver resolver, String name) throws Exception {
    for (int i = 0; ; i++) {
      try {
        return resolver.addresses(name);
      } catch (LookupException e) {
        if (e.reason() != Reason.NO_ANSWER || i == 1000) {
          throw e;
        }
        java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
      }
    }
  }

  @Test
  void addressesAliasesAndNames() throws Exception {
    Resolver resolver = resolver();
    assertThat(addresses(resolver, "www.lab.test")).containsExactly(IpAddress.parse("192.0.2.1"));
    assertThat(addresses(resolver, "alias")).containsExactly(IpAddress.parse("192.0.2.2"));
    assertThat(resolver.name(IpAddress.parse("192.0.2.2"))).isEqualTo("real.lab.test");
    long asked = resolver.questionsSent();
    assertThat(addresses(resolver, "WWW")).hasSize(1);
    assertThat(resolver.questionsSent()).isEqualTo(asked);
  }

  @Test
  void whatIsNotThere() throws Exception {
    Resolver resolver = resolver();
    addresses(resolver, "www");
    assertThatThrownBy(() -> resolver.addresses("nobody.lab.test"))
        .isInstanceOfSatisfying(
            LookupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SUCH_NAME));
    assertThatThrownBy(() -> resolver.addresses("www.example.org")) // dnsmasq asks nobody
        .isInstanceOfSatisfying(
            LookupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SERVER_FAILURE));
  }

  /** A hundred addresses are more than 512 bytes. */
  @Test
  void aLongAnswerComesOverTcp() throws Exception {
    Resolver resolver = resolver();
    addresses(resolver, "www");
    long asked = resolver.questionsSent();
    assertThat(addresses(resolver, "many")).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(resolver.questionsSent()).isEqualTo(asked + 2);
  }
}
