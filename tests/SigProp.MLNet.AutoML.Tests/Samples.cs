using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.AutoML.Tests;

/// <summary>Rows to compare trainers on, small enough for a test.</summary>
internal static class Samples
{
    public sealed class Customer
    {
        public float Age { get; set; }

        public float Income { get; set; }

        public string City { get; set; } = "";

        public string Id { get; set; } = "";

        public bool Member { get; set; }

        public bool Leaves { get; set; }

        public float Spends { get; set; }
    }

    private static readonly string[] s_cities = ["Bonn", "Kiel", "Ulm"];

    /// <summary>Customers with a city, missing incomes and a number that tells nothing.</summary>
    public static List<Customer> Customers(int count = 240)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float age = 20 + (50 * random.NextSingle()), income = 1 + random.NextSingle();
            int city = random.Next(3);
            bool member = random.Next(2) == 0;
            return new Customer
            {
                Age = age,
                Income = i % 9 == 0 ? float.NaN : income,
                City = s_cities[city],
                Id = $"C{i}",
                Member = member,
                Leaves = age + (city == 1 ? 15 : 0) - (member ? 15 : 0) + (8 * random.NextSingle()) > 48,
                Spends = (age / 10) + (member ? 3 : 0) + random.NextSingle(),
            };
        })];
    }

    public static IDataView Load(MLContext context, IEnumerable<Customer>? rows = null) => context.Data.LoadFromEnumerable(rows ?? Customers());

    /// <summary>The first of the digits: <c>Features</c>, 64 pixels, and <c>Digit</c>, a text.</summary>
    public static IDataView Digits(MLContext context, int rows = 400) => context.Data.TakeRows(
        context.Data.LoadFromTextFile(
            Path.Combine(AppContext.BaseDirectory, "data", "digits.csv"),
            [new TextLoader.Column("Features", DataKind.Single, 0, 63), new TextLoader.Column("Digit", DataKind.String, 64)],
            separatorChar: ',', hasHeader: true),
        rows);
}
