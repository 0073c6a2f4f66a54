namespace SigProp.Data;

/// <summary>Opens data files, packed by gzip or not.</summary>
public static class DataFile
{
    /// <summary>The content of a file, unpacked where it begins as gzip does, whatever its name.</summary>
    /// <remarks>Reading throws a <see cref="DataFormatException"/> where a packed file is damaged or cut short.</remarks>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Stream OpenRead(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            Span<byte> magic = stackalloc byte[2];
            bool packed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
            file.Position = 0;
            return packed ? new BufferedStream(new GZipReader(file), 1 << 16) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
