package netmp.dns;

import java.util.List;
import java.util.Map;

/**
 * Whom a resolver asks, and what it knows by itself.
 *
 * @param servers IPv4 addresses of name servers that ask others (RFC 1034 section 4.3.1)
 * @param domain in which names without a dot are looked for first, or empty
 * @param hosts names and their addresses, which no server is asked for; in lower case
 */
public record ResolverConfig(List<Integer> servers, String domain, Map<String, Integer> hosts) {

  /**
   * Servers, and nothing else.
   *
   * @param servers IPv4 addresses
   * @return the configuration
   */
  public static ResolverConfig of(List<Integer> servers) {
    return new ResolverConfig(List.copyOf(servers), "", Map.of());
  }

  /**
   * With a search domain.
   *
   * @param search in which names without a dot are looked for first
   * @return a changed copy
   */
  public ResolverConfig withDomain(String search) {
    return new ResolverConfig(servers, DnsName.canonical(search), hosts);
  }

  /**
   * With a table of hosts.
   *
   * @param table names in lower case, and their addresses
   * @return a changed copy
   */
  public ResolverConfig withHosts(Map<String, Integer> table) {
    return new ResolverConfig(servers, domain, Map.copyOf(table));
  }
}
