using System.Globalization;
using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>1,797 real handwritten digits of 8 x 8 pixels, in [0, 1], in an order of their own, and numbers to predict from them.</summary>
internal static class Digits
{
    public const int Width = 64;

    private static readonly Lazy<(float[][] Pixels, int[] Labels)> s_rows = new(Read);

    public static ImageShape Image { get; } = new(1, 8, 8);

    public static float[][] Pixels => s_rows.Value.Pixels;

    public static int[] Labels => s_rows.Value.Labels;

    /// <summary>Some of the rows as data to train on or to measure by.</summary>
    public static Dataset Rows(int first, int count)
        => new([.. Pixels.Skip(first).Take(count).SelectMany(p => p)], Width, [.. Labels.Skip(first).Take(count)], 10);

    /// <summary>What a regression is to predict of a digit: how its ink lies, and which it is; or, as many as pixels, its mirror image.</summary>
    public static float[] Values(int row, int outputs)
    {
        float[] pixels = Pixels[row];
        if (outputs == Width)
        {
            return [.. pixels.Reverse()];
        }

        float ink = pixels.Sum(), x = 0, y = 0;
        for (int i = 0; i < Width; i++)
        {
            x += pixels[i] * (i % 8) / ink;
            y += pixels[i] * (i / 8) / ink;
        }

        float[] all = [x, y, ink / Width, Labels[row] / 10f];
        return all[..outputs];
    }

    private static (float[][] Pixels, int[] Labels) Read()
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "digits.csv")).Skip(1).Select(l => l.Split(','))];
        int[] order = [.. Enumerable.Range(0, lines.Length)];
        RandomStream stream = RandomKey.FromSeed(1).Stream();
        stream.Shuffle(order);
        return (
            [.. order.Select(i => lines[i][..Width].Select(v => float.Parse(v, CultureInfo.InvariantCulture) / 16f).ToArray())],
            [.. order.Select(i => int.Parse(lines[i][Width], CultureInfo.InvariantCulture))]);
    }
}
