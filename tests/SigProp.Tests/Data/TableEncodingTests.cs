using System.Globalization;
using SigProp.Data;

namespace SigProp.Tests.Data;

/// <summary>Tables become the features that the encoding promises, on the rows it learned from and on others.</summary>
public sealed class TableEncodingTests
{
    [Fact]
    public void Numbers_are_standardised()
    {
        Table table = Tables.Column(["1", " 2 ", "3e0", "-1.5"]);
        float[] features = TableEncoding.Fit(table, "y").Encode(table);
        Assert.Equal(0, features.Average(), 1e-6);
        Assert.Equal(1, features.Average(f => f * f), 1e-5);
    }

    [Fact]
    public void Large_numbers_keep_their_differences()
    {
        Table table = Tables.Column(["1700000000", "1700000001", "1700000002"]);
        float[] features = TableEncoding.Fit(table, "y").Encode(table);
        Assert.Equal([-1.2247449f, 0f, 1.2247449f], features);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("?")]
    [InlineData("na")]
    [InlineData("N/A")]
    [InlineData("NULL")]
    public void A_missing_number_becomes_the_mean_and_is_marked(string missing)
    {
        Table table = Tables.Column(["1", missing, "3"]);
        TableEncoding encoding = TableEncoding.Fit(table, "y");
        Assert.Equal(new NumericColumn("x", 2, 1, true), Assert.Single(encoding.Columns));
        Assert.Equal([-1, 0, 0, 1, 1, 0], encoding.Encode(table));
    }

    [Fact]
    public void A_number_that_is_missing_only_later_becomes_the_mean()
    {
        TableEncoding encoding = TableEncoding.Fit(Tables.Column(["1", "3"]), "y");
        Assert.Equal(1, encoding.Width);
        Assert.Equal([0f], encoding.Encode(Tables.Of("x", "")));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("-inf")]
    [InlineData("Infinity")]
    [InlineData("1e99")]
    public void A_number_that_is_not_finite_is_refused_with_its_place(string value)
    {
        string refusal = Tables.Refusal(() => TableEncoding.Fit(Tables.Column(["1", value]), "y"));
        Assert.Contains($"'test.csv', line 3, column 'x': the value is {value};", refusal);
        Assert.Contains("leave the field empty", refusal);
        TableEncoding encoding = TableEncoding.Fit(Tables.Column(["1", "2"]), "y");
        Assert.Contains("line 2, column 'x'", Tables.Refusal(() => encoding.Encode(Tables.Of("x", value))));
    }

    [Fact]
    public void Categories_have_a_feature_each_and_one_for_all_others()
    {
        TableEncoding encoding = TableEncoding.Fit(Tables.Column(["red", "blue", "red", "blue", "red"]), "y");
        Assert.Equal(["blue", "red"], Assert.IsType<CategoryColumn>(Assert.Single(encoding.Columns)).Levels);
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1], encoding.Encode(Tables.Of("x", "red", "blue", "green", "?")));
    }

    [Fact]
    public void Levels_are_the_column_s_own_and_are_compared_one_by_one()
    {
        List<string> levels = ["blue", "red"];
        var column = new CategoryColumn("x", levels);
        CategoryColumn other = column with { Levels = ["green", "red"] };
        levels[0] = "green";
        Assert.Equal(new CategoryColumn("x", ["blue", "red"]), column);
        Assert.Equal(new CategoryColumn("x", ["blue", "red"]).GetHashCode(), column.GetHashCode());
        Assert.NotEqual(column, other);
        Assert.Equal([0, 0, 1, 1, 0, 0], new TableEncoding("y", [other], []).Encode(Tables.Of("x", "blue", "green")));
    }

    [Fact]
    public void A_level_that_occurs_once_in_many_rows_is_rare()
    {
        TableEncoding encoding = TableEncoding.Fit(Tables.Column([.. Enumerable.Repeat("often", 49), "once"]), "y");
        Assert.Equal(["often"], Assert.IsType<CategoryColumn>(Assert.Single(encoding.Columns)).Levels);
    }

    [Fact]
    public void Of_many_levels_the_most_frequent_have_features()
    {
        IEnumerable<string> cells = Enumerable.Range(0, 120).SelectMany(i => Enumerable.Repeat($"level{i}", i < 20 ? 2 : 3));
        TableEncoding encoding = TableEncoding.Fit(Tables.Column(cells), "y");
        Assert.Equal(101, encoding.Width);
        Assert.DoesNotContain("level7", Assert.IsType<CategoryColumn>(Assert.Single(encoding.Columns)).Levels);
    }

    [Theory]
    [InlineData("every value is different, as in an id", "u1,u2,u3,u4,u5,u6,u7,u8,u9,v0,v1,v2")]
    [InlineData("nearly all values are different, as in an id", "u1,u2,u3,u4,u5,u6,u7,u8,u9,v0,v1,v1")]
    [InlineData("its value is always 'z'", "z,z,z,z,z,z,z,z,z,z,z,z")]
    [InlineData("its value is always 1.5", "1.5,1.5,1.50,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5")]
    [InlineData("it holds no values", ",?,,,,,,,,,,NA")]
    [InlineData("but for 'x' in line 7", "1,2,3,4,5,x,7,8,9,10,11,12")]
    public void Columns_that_tell_nothing_are_left_out_with_the_reason(string reason, string cells)
    {
        string[] values = cells.Split(',');
        TableEncoding encoding = TableEncoding.Fit(Tables.Of(["n,x,y", .. values.Select((v, i) => $"{i},{v},a")]), "y");
        Assert.Equal("n", Assert.Single(encoding.Columns).Name);
        LeftOutColumn leftOut = Assert.Single(encoding.LeftOut);
        Assert.Equal("x", leftOut.Name);
        Assert.Contains(reason, leftOut.Reason);
    }

    [Fact]
    public void A_table_without_a_column_to_learn_from_is_refused()
    {
        Assert.Contains("'x': its value is always 1", Tables.Refusal(() => TableEncoding.Fit(Tables.Column(["1", "1"]), "y")));
        Assert.Contains("no rows", Tables.Refusal(() => TableEncoding.Fit(Tables.Of("x,y"), "y")));
        Assert.Contains("no other column", Tables.Refusal(() => TableEncoding.Fit(Tables.Of("y", "a"), "y")));
    }

    [Fact]
    public void Columns_are_found_by_name_and_others_are_ignored()
    {
        TableEncoding encoding = TableEncoding.Fit(Tables.Of("a,b,y", "1,10,u", "3,30,v"), "y");
        Assert.Equal([1f, -1f], encoding.Encode(Tables.Of("b,more,a", "10,?,3")));
    }

    [Fact]
    public void Columns_that_lack_are_named_with_the_nearest()
    {
        TableEncoding encoding = TableEncoding.Fit(Tables.Of("height,width,y", "1,10,u", "3,30,v"), "y");
        string refusal = Tables.Refusal(() => encoding.Encode(Tables.Of("hight,width", "1,2")));
        Assert.Contains("'height' (nearest there: 'hight')", refusal);
    }

    [Fact]
    public void All_rows_say_what_is_a_number_and_some_are_learned_from()
    {
        Table table = Tables.Column(["1", "3", "8", "tall", "1", "3"]);
        Assert.IsType<CategoryColumn>(Assert.Single(TableEncoding.Fit(table, "y", [0, 1, 4, 5]).Columns));
        Assert.Equal(new NumericColumn("x", 2, 1, false), Assert.Single(TableEncoding.Fit(Tables.Column(["1", "3", "8"]), "y", [0, 1]).Columns));
        Assert.Contains("line 4", Tables.Refusal(() => TableEncoding.Fit(Tables.Column(["1", "3", "inf"]), "y", [0, 1])));
    }

    [Fact]
    public void Text_in_a_column_of_numbers_is_refused_with_its_place()
    {
        TableEncoding encoding = TableEncoding.Fit(Tables.Column(["1", "2"]), "y");
        Assert.Contains("line 3, column 'x': 'tall' is not a number", Tables.Refusal(() => encoding.Encode(Tables.Of("x", "1", "tall"))));
    }

    [Fact]
    public void No_feature_overflows()
    {
        TableEncoding encoding = TableEncoding.Fit(Tables.Column(["1e-30", "2e-30"]), "y");
        Assert.Contains("too far", Tables.Refusal(() => encoding.Encode(Tables.Of("x", "1e30"))));
    }

    [Fact]
    public void A_saved_encoding_gives_the_same_features()
    {
        Table table = Tables.Of(
            ["n,c,id,y", .. Enumerable.Range(0, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i % 7 == 0 ? "" : $"{i / 3.0}")},{"uvw"[i % 3]},id{i},{"ab"[i % 2]}"))]);
        TableEncoding encoding = TableEncoding.Fit(table, "y");
        Network network = Network.Create(NetworkSpec.Create(encoding.Width, 2).Dense(3).Build());
        using var stream = new MemoryStream();
        new Model(network, ["a", "b"], encoding).Save(stream);
        stream.Position = 0;

        TableEncoding loaded = Assert.IsType<TableEncoding>(Model.Load(stream).Encoding);
        Assert.Equal("y", loaded.LabelColumn);
        Assert.Equal("id", Assert.Single(loaded.LeftOut).Name);
        Assert.Equal(encoding.Encode(table), loaded.Encode(table));
    }
}
