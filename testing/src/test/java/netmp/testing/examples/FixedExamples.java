package netmp.testing.examples;

import java.io.IOException;
import netmp.network.Host;

/** The examples with the remedy. */
public final class FixedExamples {

  private FixedExamples() {}

  static final class LookupExample extends netmp.testing.examples.LookupExample {
    @Override
    Lookup lookup(Host client, int server) throws IOException {
      return new LookupFixed(client, server);
    }
  }

  static final class ForwarderExample extends netmp.testing.examples.ForwarderExample {
    @Override
    Forwarder forwarder() {
      return new ForwarderFixed();
    }
  }

  static final class UploadExample extends netmp.testing.examples.UploadExample {
    @Override
    Upload upload() {
      return new UploadFixed();
    }
  }

  static final class FailoverExample extends netmp.testing.examples.FailoverExample {
    @Override
    Bank bank() {
      return new BankFixed();
    }
  }
}
