import Glibc

/// What the operating system says of processes.
enum Process {
    /// Memory in use by this one, in bytes.
    static var residentBytes: Int? { residentBytes(of: "self") }

    /// Memory in use, in bytes.
    static func residentBytes(of process: String) -> Int? {
        guard let file = fopen("/proc/\(process)/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, CInt(line.count), file) != nil else { return nil }
        let fields = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * sysconf(CInt(_SC_PAGESIZE)) } : nil
    }

    /// Of a process and its descendants, as far as its first threads started them: a sandbox is one process, what is in it
    /// another.
    static func residentBytes(ofFamily process: Int) -> Int? {
        guard var sum = residentBytes(of: "\(process)") else { return nil }
        if let file = fopen("/proc/\(process)/task/\(process)/children", "r") {
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 4_096)
            if fgets(&line, CInt(line.count), file) != nil {
                let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                for child in text.split(separator: " ").compactMap({ Int($0) }) { sum += residentBytes(ofFamily: child) ?? 0 }
            }
        }
        return sum
    }
}
