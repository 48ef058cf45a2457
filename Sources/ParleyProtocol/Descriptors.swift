#if canImport(Glibc)
import Glibc
#endif

/// The standard descriptors of this process.
package enum Descriptors {
    /// Opens `/dev/null` where standard input, output or error were closed by whoever started this: a file or socket opened
    /// later would get the number, and what is meant for people would be written into it. For reading only, so that writing
    /// still fails and is noticed. To be called before anything else.
    package static func fillStandard() {
        while true {
            let descriptor = open("/dev/null", O_RDONLY)
            guard (0...STDERR_FILENO).contains(descriptor) else {
                if descriptor > STDERR_FILENO { close(descriptor) }
                return
            }
        }
    }
}
