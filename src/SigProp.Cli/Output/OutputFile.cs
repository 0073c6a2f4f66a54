using System.Formats.Tar;
using System.Text.Json;

namespace SigProp.Cli.Output;

/// <summary>Files that are complete or not there.</summary>
internal static class OutputFile
{
    /// <summary>Makes sure, before any work is done, that a file can be written.</summary>
    /// <param name="path">The file to be written.</param>
    /// <param name="inputs">Files that are read, which it must not replace.</param>
    /// <exception cref="InputException">It cannot.</exception>
    public static void Check(string path, params string[] inputs)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InputException("The name of the file to write is empty.");
        }

        string full = Target(path);
        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(full))
        {
            throw new InputException($"'{path}' is a folder; give the name of a file to write.");
        }

        if (inputs.Any(input => Target(input) == full))
        {
            throw new InputException($"'{path}' is read and cannot be written to as well; give another name.");
        }

        CheckExisting(path, full);
        string folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            throw new InputException($"There is no folder '{folder}' to write '{Path.GetFileName(full)}' to.");
        }

        try
        {
            using FileStream probe = new(
                Temporary(full), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The folder '{folder}' cannot be written to.");
        }
    }

    /// <summary>Writes a file under another name, and gives it its own once it is complete. A link stays, and what it leads to is written;
    /// a file that is replaced leaves its Unix mode to the new one.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Target(path), temporary = Temporary(full);
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(full))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(full));
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a JSON file in the same way.</summary>
    public static void WriteJson(string path, Action<Utf8JsonWriter> write) => Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            write(json);
        }

        stream.WriteByte((byte)'\n');
    });

    private static void CheckExisting(string path, string full)
    {
        if (full.StartsWith("/proc/", StringComparison.Ordinal) || full.StartsWith(@"\\.\", StringComparison.Ordinal))
        {
            throw NotRegular(path);
        }

        var file = new FileInfo(full);
        if (!file.Exists)
        {
            return;
        }

        bool locked = OperatingSystem.IsWindows() ? file.IsReadOnly : !file.UnixFileMode.HasFlag(UnixFileMode.UserWrite);
        if (locked)
        {
            throw new InputException($"'{path}' is there already and may not be written to.");
        }

        if (!OperatingSystem.IsWindows() && file.Length == 0 && !IsRegular(full))
        {
            throw NotRegular(path);
        }
    }

    private static InputException NotRegular(string path) => new($"'{path}' is a device or a pipe; give the name of a file to write.");

    // An archive's entry tells what kind of file it is for, which nothing else does without opening it. Devices and pipes have no length,
    // so there is no content to read.
    private static bool IsRegular(string full)
    {
        using var archive = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(archive, leaveOpen: true))
            {
                writer.WriteEntry(full, "file");
            }
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }

    // The file that a path leads to, through links of files and of folders.
    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is string folder && Directory.Exists(folder))
        {
            full = Path.Combine(Target(folder), Path.GetFileName(full));
        }

        try
        {
            var file = new FileInfo(full);
            return file.LinkTarget is null ? full : Target(file.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        }
        catch (IOException)
        {
            throw new InputException($"The link '{path}' leads nowhere.");
        }
    }

    private static string Temporary(string full) => $"{full}.{Guid.NewGuid():N}.tmp";
}
