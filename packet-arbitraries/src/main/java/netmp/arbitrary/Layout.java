package netmp.arbitrary;

import java.util.List;
import java.util.Optional;

/**
 * An encoded packet, and what is where in it.
 *
 * @param octets the packet
 * @param places its fields, in their order
 * @param checksums those of inner parts first
 */
record Layout(Octets octets, List<Place> places, List<Checksum> checksums) {

  byte[] bytes() {
    return octets.toByteArray();
  }

  Optional<Place> find(String name) {
    return places.stream().filter(place -> place.name().equals(name)).findFirst();
  }
}
