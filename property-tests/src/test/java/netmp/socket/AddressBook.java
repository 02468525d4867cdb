package netmp.socket;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import netmp.network.Host;
import netmp.pcb.PcbTable;

/** Addresses of a network's hosts and the names that models have for them. */
final class AddressBook {

  private final Map<String, Integer> addresses;
  private final Map<Integer, String> names;

  AddressBook(List<Host> hosts) {
    addresses = hosts.stream().collect(Collectors.toMap(Host::name, Host::address));
    names = hosts.stream().collect(Collectors.toMap(Host::address, Host::name));
  }

  /** The address of a host, or 0. */
  int of(String host) {
    return addresses.getOrDefault(host, 0);
  }

  String text(int address, int port) {
    String host = names.getOrDefault(address, Address.ANY);
    return new Address(host, port >= PcbTable.FIRST_EPHEMERAL ? Address.EPHEMERAL : port)
        .toString();
  }
}
