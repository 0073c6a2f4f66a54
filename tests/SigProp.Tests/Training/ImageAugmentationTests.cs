using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class ImageAugmentationTests
{
    private static readonly ImageShape s_shape = new(2, 5, 7);
    private static readonly float[] s_image = [.. Enumerable.Range(1, 70).Select(i => (float)i)];

    [Fact]
    public void Without_changes_the_image_stays()
        => Assert.Equal(s_image, Changed(new ImageAugmentation(), 0));

    [Fact]
    public void A_crop_is_the_image_moved_with_zeros_behind_and_every_move_occurs()
    {
        var seen = new Dictionary<(int Down, int Right), int>();
        for (int key = 0; key < 2500; key++)
        {
            float[] changed = Changed(new ImageAugmentation { CropPadding = 2 }, key);
            (int Down, int Right)[] moves =
            [
                .. from down in Enumerable.Range(-2, 5) from right in Enumerable.Range(-2, 5)
                   where changed.AsSpan().SequenceEqual(Image((c, y, x) => At(c, y - down, x - right))) select (down, right),
            ];
            (int, int) move = Assert.Single(moves);
            seen[move] = seen.GetValueOrDefault(move) + 1;
        }

        Assert.Equal(25, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 60, 145));
    }

    [Fact]
    public void About_every_other_image_is_mirrored()
    {
        float[] mirror = Image((c, y, x) => At(c, y, 6 - x));
        int mirrored = 0;
        for (int key = 0; key < 1000; key++)
        {
            float[] changed = Changed(new ImageAugmentation { HorizontalFlip = true }, key);
            bool same = changed.AsSpan().SequenceEqual(s_image);
            Assert.True(same || changed.AsSpan().SequenceEqual(mirror));
            mirrored += same ? 0 : 1;
        }

        Assert.InRange(mirrored, 430, 570);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_square_is_cut_out_of_all_channels_and_clipped_at_the_border(int size)
    {
        var middles = new HashSet<(int, int)>();
        for (int key = 0; key < 1000; key++)
        {
            float[] changed = Changed(new ImageAugmentation { CutoutSize = size }, key);
            (int Y, int X)[] squares =
            [
                .. from top in Enumerable.Range(-(size / 2), 5) from left in Enumerable.Range(-(size / 2), 7)
                   where changed.AsSpan().SequenceEqual(Image((c, y, x) =>
                       y >= top && y < top + size && x >= left && x < left + size ? 0 : At(c, y, x))) select (top, left),
            ];
            Assert.NotEmpty(squares);
            middles.UnionWith(squares.Length == 1 ? squares : []);
        }

        Assert.True(size > 3 || middles.Count == 35, $"{middles.Count}");
    }

    [Fact]
    public void The_changes_are_a_function_of_the_key_and_one_does_not_shift_another()
    {
        var all = new ImageAugmentation { CropPadding = 1, HorizontalFlip = true, CutoutSize = 2 };
        for (int key = 0; key < 50; key++)
        {
            Assert.Equal(Changed(all, key), Changed(all, key));

            // What all three do is what the crop does, then the flip, then the cutout, each with the same key.
            float[] one = Changed(all with { HorizontalFlip = false, CutoutSize = 0 }, key);
            one = Changed(all with { CropPadding = 0, CutoutSize = 0 }, key, one);
            Assert.Equal(Changed(all with { CropPadding = 0, HorizontalFlip = false }, key, one), Changed(all, key));
        }

        Assert.True(Enumerable.Range(0, 50).Select(key => string.Join(' ', Changed(all, key))).Distinct().Count() > 45);
    }

    [Theory]
    [InlineData(4, 5, 0)]
    [InlineData(5, 0, 1)]
    [InlineData(-1, 6, 2)]
    [InlineData(0, -1, 1)]
    public void What_does_not_fit_the_image_is_said(int padding, int cutout, int errors)
    {
        var found = new List<string>();
        new ImageAugmentation { CropPadding = padding, CutoutSize = cutout }.Validate(s_shape, found);
        Assert.Equal(errors, found.Count);
        Assert.All(found, error => Assert.Contains("with images of 2 x 5 x 7 it must lie in 0 to", error));
    }

    private static float At(int c, int y, int x) => y is >= 0 and < 5 && x is >= 0 and < 7 ? s_image[(((c * 5) + y) * 7) + x] : 0;

    private static float[] Image(Func<int, int, int, float> pixel)
        => [.. from c in Enumerable.Range(0, 2) from y in Enumerable.Range(0, 5) from x in Enumerable.Range(0, 7) select pixel(c, y, x)];

    // Into a buffer of other numbers, all of which must be written over.
    private static float[] Changed(ImageAugmentation augmentation, int key, float[]? image = null)
    {
        float[] changed = [.. Enumerable.Repeat(float.NaN, s_image.Length)];
        augmentation.Apply(s_shape, RandomKey.FromSeed(key), image ?? s_image, changed);
        return changed;
    }
}
