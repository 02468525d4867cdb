package netmp.provider;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import netmp.dns.LookupException;
import netmp.dns.Resolver;
import netmp.dns.ResolverConfig;
import netmp.stack.NetStack;

/** Asks for names from one host, for one thread at a time. */
final class NameClient {

  private final ReentrantLock lock = new ReentrantLock();
  private final Resolver resolver;

  NameClient(NetStack stack, ResolverConfig config) {
    resolver = new Resolver(stack, config, new SecureRandom());
  }

  List<Integer> addresses(String name) throws LookupException {
    lock.lock();
    try {
      return resolver.addresses(name);
    } finally {
      lock.unlock();
    }
  }

  String name(int address) throws LookupException {
    lock.lock();
    try {
      return resolver.name(address);
    } finally {
      lock.unlock();
    }
  }
}
