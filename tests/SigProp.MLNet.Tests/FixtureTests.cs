using System.Globalization;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Zips that earlier commits saved load and answer as they did; see <c>Fixtures/README.md</c>.</summary>
public sealed class FixtureTests
{
    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static TheoryData<string, string> Kept()
    {
        var kept = new TheoryData<string, string>();
        foreach (string file in Directory.GetFiles(Folder, "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            kept.Add(Path.GetFileName(Path.GetDirectoryName(file)!), Path.GetFileNameWithoutExtension(file));
        }

        return kept;
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_zip_of_an_earlier_commit_answers_as_it_did(string commit, string kind)
    {
        (IReadOnlyList<List<string>> actual, IReadOnlyList<List<string>> kept) = Fixture.Read(Path.Combine(Folder, commit), kind);

        Assert.Equal(kept[0], actual[0]);
        Assert.Equal(kept.Count, actual.Count);
        Assert.All(kept.Skip(1).Zip(actual.Skip(1)), rows => Assert.All(rows.First.Zip(rows.Second), cells => AssertAlike(cells.First, cells.Second)));
    }

    [Fact]
    public void The_newest_fixtures_have_every_kind_of_model()
        => Assert.Equal(FixtureModels.Kinds.Order(StringComparer.Ordinal), Kept().Select(row => row.Data).Where(d => d.Item1 == Newest).Select(d => d.Item2).Order(StringComparer.Ordinal));

    /// <summary>The folder written last: their names begin with their number.</summary>
    internal static string Newest => Kept().Select(row => row.Data.Item1).Max(StringComparer.Ordinal)!;

    [Fact(Explicit = true)]
    public void Write_the_fixtures_of_this_commit()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Source(AppContext.BaseDirectory), "Fixtures", "new")).FullName;
        Assert.All(FixtureModels.Kinds, kind => Fixture.Write(folder, kind));
    }

    private static void AssertAlike(string kept, string actual)
    {
        if (kept != actual && float.TryParse(kept, NumberStyles.Float, CultureInfo.InvariantCulture, out float expected))
        {
            // Other machines sum in another order.
            Assert.Equal(expected, float.Parse(actual, CultureInfo.InvariantCulture), 1e-4f * (1 + MathF.Abs(expected)));
        }
        else
        {
            Assert.Equal(kept, actual);
        }
    }

    private static string Source(string folder) => File.Exists(Path.Combine(folder, "SigProp.MLNet.sln"))
        ? Path.Combine(folder, "tests", "SigProp.MLNet.Tests")
        : Source(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The fixtures are written inside the repository."));
}
