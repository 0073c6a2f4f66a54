using SigProp.Data;

namespace SigProp.Benchmarks;

/// <summary>MNIST and Fashion-MNIST, in the format of both.</summary>
internal static class GreyImages
{
    /// <summary>The rows to learn from and those to test on.</summary>
    /// <param name="arguments">With <c>--data</c>, the folder that holds the set's, and <c>--rows</c>, how many to learn from.</param>
    /// <param name="set">mnist or fashion.</param>
    public static (Dataset Train, Dataset Test) Read(Arguments arguments, string set)
    {
        string name = set switch
        {
            "mnist" => set,
            "fashion" => "fashion-mnist",
            _ => throw new ArgumentException($"--set knows mnist and fashion, not '{set}'."),
        };
        string folder = Path.Combine(arguments.Text("data", Path.Combine("..", "shared", "data")), name);
        return (Read(folder, "train", arguments.Int("rows", int.MaxValue)), Read(folder, "t10k", int.MaxValue));
    }

    private static Dataset Read(string folder, string part, int limit)
    {
        IdxImages images = IdxFile.ReadImages(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"));
        byte[] labels = IdxFile.ReadLabels(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
        int count = Math.Min(images.Count, limit);
        var scaling = new PixelScaling(images.Height, images.Width);
        return new Dataset(scaling.Encode(images, [.. Enumerable.Range(0, count)]), scaling.Width, [.. labels.Take(count).Select(l => (int)l)], 10);
    }
}
