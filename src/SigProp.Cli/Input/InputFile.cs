namespace SigProp.Cli.Input;

/// <summary>Checks on files that are to be read.</summary>
internal static class InputFile
{
    /// <exception cref="InputException">There is no such file, or it is a folder.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"'{path}' is a folder, not a file.");
        }

        if (!File.Exists(path))
        {
            throw new InputException($"There is no file '{path}'.");
        }
    }

    /// <summary>The files that data are read from: several where names of binary files of CIFAR are given with commas between.</summary>
    public static IReadOnlyList<string> Split(string path)
    {
        string[] parts = path.Split(',');
        return parts.Length > 1 && !File.Exists(path) && parts.All(CifarData.IsCifar) ? parts : [path];
    }

    /// <summary>Loads a model.</summary>
    public static Model LoadModel(string path)
    {
        Check(path);
        return Model.Load(path);
    }
}
