import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.util.List;

/** Listens on a free loopback port, prints the address, and ends when its standard input ends. */
public class MongoServerForTests {
    /** The official driver refuses servers that announce less than wire version 9; this one would announce 8. */
    record Announced(List<Integer> getVersionArray, int getWireVersion) implements MongoVersion {}

    public static void main(String[] arguments) throws Exception {
        var backend = H2Backend.inMemory();
        backend.version(new Announced(List.of(5, 0, 0), 13));
        var server = new MongoServer(backend);
        server.bind("127.0.0.1", 0);
        System.out.println("mongodb://127.0.0.1:" + server.getLocalAddress().getPort());
        while (System.in.read() >= 0) {}
        server.shutdownNow();
    }
}
