import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client of an X server of our own: sees what is drawn (DAMAGE), reads pixels, and asks windows whether they answer
/// (_NET_WM_PING). Both programs are looked at in this way, from outside, neither with help of its own.
///
/// The X protocol is spoken directly (X.Org, "X Window System Protocol" and "DAMAGE"), so that nothing needs to be installed.
final class Display implements AutoCloseable {
    private static final int CHANGE_ATTRIBUTES = 2, GET_GEOMETRY = 14, INTERN_ATOM = 16, GET_PROPERTY = 20, SEND_EVENT = 25,
            TRANSLATE = 40, GET_IMAGE = 73, QUERY_EXTENSION = 98;
    private static final int EVENT_MASK = 1 << 11, SUBSTRUCTURE_NOTIFY = 1 << 19, SUBSTRUCTURE_REDIRECT = 1 << 20, PROPERTY_CHANGE = 1 << 22;
    private static final int PROPERTY_NOTIFY = 28, CLIENT_MESSAGE = 33;

    /// What the server told, and when it arrived here (System.nanoTime).
    sealed interface Event {
        long at();

        record Drawn(long at) implements Event {}

        record WindowsChanged(long at) implements Event {}

        record Answered(long at, int number) implements Event {}
    }

    private final SocketChannel socket;
    private final BlockingQueue<byte[]> replies = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final int root;
    final int width;
    final int height;
    private final int damageEvent;
    private final int clientList;
    private final int protocols;
    private final int ping;
    private final int delete;

    /// @param number of the display: 7 for `:7`
    Display(int number) throws IOException {
        socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of("/tmp/.X11-unix/X" + number));
        write(buffer(12).put((byte) 'l').put((byte) 0).putShort((short) 11));
        DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(Channels.newInputStream(socket), 1 << 20));
        byte[] head = in.readNBytes(8);
        ByteBuffer setup = wrap(in.readNBytes(4 * Short.toUnsignedInt(wrap(head).getShort(6))));
        if (head[0] != 1) throw new IOException("the X server refuses: " + new String(setup.array(), StandardCharsets.US_ASCII));
        int identifiers = setup.getInt(4);
        int screen = 32 + (Short.toUnsignedInt(setup.getShort(16)) + 3 & ~3) + 8 * setup.get(21);
        root = setup.getInt(screen);
        width = Short.toUnsignedInt(setup.getShort(screen + 20));
        height = Short.toUnsignedInt(setup.getShort(screen + 22));
        Thread.ofPlatform().name("X").daemon().start(() -> read(in));
        byte[] name = "DAMAGE".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer extension = ask(request(QUERY_EXTENSION, 0, 8 + 8).putShort((short) name.length).putShort((short) 0).put(name));
        if (extension.get(8) == 0) throw new IOException("the X server has no DAMAGE extension");
        int damage = Byte.toUnsignedInt(extension.get(9));
        damageEvent = Byte.toUnsignedInt(extension.get(10));
        ask(request(damage, 0, 12).putInt(1).putInt(1));
        clientList = atom("_NET_CLIENT_LIST");
        protocols = atom("WM_PROTOCOLS");
        ping = atom("_NET_WM_PING");
        delete = atom("WM_DELETE_WINDOW");
        write(request(CHANGE_ATTRIBUTES, 0, 16).putInt(root).putInt(EVENT_MASK).putInt(SUBSTRUCTURE_NOTIFY | PROPERTY_CHANGE));
        write(request(damage, 1, 16).putInt(identifiers).putInt(root).putInt(0));
    }

    /// The next event, or nothing in that time.
    Optional<Event> next(long millis) throws InterruptedException {
        return Optional.ofNullable(events.poll(millis, TimeUnit.MILLISECONDS));
    }

    void forget() {
        events.clear();
    }

    /// What the window manager manages.
    int[] windows() throws IOException {
        ByteBuffer property = ask(request(GET_PROPERTY, 0, 24).putInt(root).putInt(clientList).putInt(33).putInt(0).putInt(1024));
        int[] windows = new int[property.getInt(16)];
        for (int i = 0; i < windows.length; i++) windows[i] = property.getInt(32 + 4 * i);
        return windows;
    }

    /// x, y on the screen, width and height; nothing for a window that is gone.
    Optional<int[]> place(int window) throws IOException {
        ByteBuffer size = ask(request(GET_GEOMETRY, 0, 8).putInt(window));
        if (size.get(0) == 0) return Optional.empty();
        ByteBuffer origin = ask(request(TRANSLATE, 0, 16).putInt(window).putInt(root).putInt(0));
        if (origin.get(0) == 0) return Optional.empty();
        return Optional.of(new int[] {origin.getShort(12), origin.getShort(14), Short.toUnsignedInt(size.getShort(16)), Short.toUnsignedInt(size.getShort(18))});
    }

    /// The screen's pixels, four bytes each; what lies outside of it is left out.
    byte[] pixels(int x, int y, int wide, int high) throws IOException {
        int left = Math.clamp(x, 0, width - 1), top = Math.clamp(y, 0, height - 1);
        ByteBuffer image = ask(request(GET_IMAGE, 2, 20).putInt(root).putShort((short) left).putShort((short) top)
                .putShort((short) Math.clamp(wide, 1, width - left)).putShort((short) Math.clamp(high, 1, height - top)).putInt(-1));
        byte[] pixels = new byte[image.capacity() - 32];
        image.get(32, pixels);
        return pixels;
    }

    /// The toolkit answers from the loop that also handles clicks; see [Event.Answered].
    void ping(int window, int number) throws IOException {
        write(request(SEND_EVENT, 0, 44).putInt(window).putInt(0)
                .put((byte) CLIENT_MESSAGE).put((byte) 32).putShort((short) 0).putInt(window).putInt(protocols).putInt(ping).putInt(number).putInt(window));
    }

    /// As the button in the window's corner does.
    void askToClose(int window) throws IOException {
        write(request(SEND_EVENT, 0, 44).putInt(window).putInt(0)
                .put((byte) CLIENT_MESSAGE).put((byte) 32).putShort((short) 0).putInt(window).putInt(protocols).putInt(delete).putInt(0));
    }

    private int atom(String name) throws IOException {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        return ask(request(INTERN_ATOM, 0, 8 + (text.length + 3 & ~3)).putShort((short) text.length).putShort((short) 0).put(text)).getInt(8);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer request(int code, int detail, int size) {
        return buffer(size).put((byte) code).put((byte) detail).putShort((short) (size / 4));
    }

    private void write(ByteBuffer request) throws IOException {
        request.position(0).limit(request.capacity());
        while (request.hasRemaining()) socket.write(request);
    }

    /// An error comes back as it is: its first byte is 0.
    private ByteBuffer ask(ByteBuffer request) throws IOException {
        write(request);
        try {
            byte[] reply = replies.poll(20, TimeUnit.SECONDS);
            if (reply == null) throw new IOException("the X server does not answer");
            return wrap(reply);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void read(DataInputStream in) {
        try {
            while (true) {
                byte[] packet = in.readNBytes(32);
                if (packet.length < 32) throw new EOFException();
                long at = System.nanoTime();
                ByteBuffer data = wrap(packet);
                int type = packet[0] & 0x7f;
                if (type == 1 || type == 35) {
                    byte[] more = in.readNBytes(4 * data.getInt(4));
                    packet = java.util.Arrays.copyOf(packet, 32 + more.length);
                    System.arraycopy(more, 0, packet, 32, more.length);
                }
                if (type < 2) replies.put(packet);
                else if (type == damageEvent) events.add(new Event.Drawn(at));
                else if (type == PROPERTY_NOTIFY && data.getInt(8) == clientList) events.add(new Event.WindowsChanged(at));
                else if (type == CLIENT_MESSAGE && data.getInt(8) == protocols && data.getInt(12) == ping) events.add(new Event.Answered(at, data.getInt(16)));
            }
        } catch (IOException | InterruptedException e) {
            // Closed: by us, or the server is gone, which the next question tells.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
