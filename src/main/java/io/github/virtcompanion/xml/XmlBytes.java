package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file's bytes as text and back, in the encoding that its byte order mark or first line says (XML 1.0, appendix F).
///
/// What does not come back byte for byte is refused when it is read, so that writing never harms it.
///
/// @param text without a byte order mark
/// @param mark the byte order mark; empty where there is none
public record XmlBytes(String text, Charset charset, String mark) {
    private static final Pattern DECLARED = Pattern.compile("^<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']*)[\"']");
    private static final int DECLARATION_LENGTH = 1024;

    /// @throws FailedException not in the encoding it says, or in one that is not known
    public static XmlBytes decode(byte[] bytes) throws FailedException {
        Family family = Family.of(bytes);
        byte[] body = Arrays.copyOfRange(bytes, family.mark, bytes.length);
        String beginning = new String(body, 0, Math.min(body.length, DECLARATION_LENGTH), family.charset);
        Matcher declared = DECLARED.matcher(beginning);
        Charset charset = declared.find() ? charset(declared.group(1), family) : family.undeclared();
        String text = strictly(charset, body);
        XmlBytes read = new XmlBytes(text, charset, family.mark > 0 ? "\uFEFF" : "");
        if (!Arrays.equals(read.encode(text), bytes)) throw notDecodable(charset, "");
        return read;
    }

    /// The bytes of a new text in the same encoding and with the same mark. A character that the encoding lacks becomes
    /// a reference (`&#8364;`), which says the same in values and texts.
    public byte[] encode(String newText) {
        String whole = mark + newText;
        CharsetEncoder encoder = charset.newEncoder().onUnmappableCharacter(CodingErrorAction.REPORT).onMalformedInput(CodingErrorAction.REPORT);
        try {
            return array(encoder.encode(CharBuffer.wrap(whole)));
        } catch (CharacterCodingException _) {
            CharsetEncoder probe = charset.newEncoder();
            StringBuilder referenced = new StringBuilder(whole.length() + 16);
            whole.codePoints().forEach(c -> {
                String character = Character.toString(c);
                if (probe.canEncode(character)) referenced.append(character);
                else referenced.append("&#").append(c).append(';');
            });
            return referenced.toString().getBytes(charset);
        }
    }

    private static String strictly(Charset charset, byte[] body) throws FailedException {
        try {
            return charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw notDecodable(charset, String.valueOf(e.getMessage()));
        }
    }

    private static FailedException notDecodable(Charset charset, String details) {
        return new Failure(Message.of("xml.not-decodable", charset.name()), Message.of("xml.not-decodable.next"), details).asException();
    }

    private static Charset charset(String declared, Family family) throws FailedException {
        Charset charset;
        try {
            charset = Charset.forName(declared);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new Failure(Message.of("xml.unknown-encoding", declared), Message.of("xml.unknown-encoding.next"), String.valueOf(e.getMessage())).asException();
        }
        if (charset.canEncode() && family.allows(charset)) return family.exact(charset);
        throw new Failure(Message.of("xml.contradicting-encoding", declared, family.charset.name()),
                Message.of("xml.contradicting-encoding.next"), "").asException();
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /// What the first bytes show before anything is declared.
    private record Family(Charset charset, int mark) {
        private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
        private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

        static Family of(byte[] bytes) {
            int first = 0;
            for (int i = 0; i < 4; i++) first = first << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0x01);
            if (first == 0x0000FEFF) return new Family(UTF_32BE, 4);
            if (first == 0xFFFE0000) return new Family(UTF_32LE, 4);
            if (first >>> 8 == 0xEFBBBF) return new Family(StandardCharsets.UTF_8, 3);
            if (first >>> 16 == 0xFEFF) return new Family(StandardCharsets.UTF_16BE, 2);
            if (first >>> 16 == 0xFFFE) return new Family(StandardCharsets.UTF_16LE, 2);
            if (first == 0x0000003C) return new Family(UTF_32BE, 0);
            if (first == 0x3C000000) return new Family(UTF_32LE, 0);
            if (first >>> 16 == 0x003C) return new Family(StandardCharsets.UTF_16BE, 0);
            if (first >>> 16 == 0x3C00) return new Family(StandardCharsets.UTF_16LE, 0);
            // One byte a character, as far as the first line goes.
            return new Family(StandardCharsets.ISO_8859_1, 0);
        }

        private boolean oneByte() {
            return charset.equals(StandardCharsets.ISO_8859_1);
        }

        Charset undeclared() {
            return oneByte() ? StandardCharsets.UTF_8 : charset;
        }

        /// `UTF-16` is what a marked file of either byte order may say.
        boolean allows(Charset declared) {
            if (oneByte()) return !declared.name().startsWith("UTF-16") && !declared.name().startsWith("UTF-32");
            return declared.equals(charset) || charset.name().startsWith(declared.name());
        }

        Charset exact(Charset declared) {
            return oneByte() ? declared : charset;
        }
    }
}
