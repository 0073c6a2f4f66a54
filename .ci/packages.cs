#:property PublishAot=false
#:property GenerateDocumentationFile=false
#:property EnforceCodeStyleInBuild=false
// Packs what the last build made, looks into each package, and uses them as somebody else would: programs outside this repository, with a package
// cache of their own, restore them from a folder and run the README's examples; the tool is installed from there and run.
using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

string root = Directory.GetCurrentDirectory();
string work = Directory.CreateTempSubdirectory("sigprop-packages-").FullName, feed = Path.Combine(work, "feed");
List<string> wrong = [];
try
{
    Run(root, "pack", "SigProp.MLNet.sln", "-c", "Release", "--no-build", "-v", "quiet", "-nologo", "-o", feed);
    string[] packed = [.. Directory.GetFiles(feed, "*.nupkg").Order(StringComparer.Ordinal)];
    bool withMLNet = IsAvailable("MicrosoftML"), withAutoML = withMLNet && IsAvailable("MicrosoftMLAutoML"), withTorchSharp = IsAvailable("TorchSharp");
    string version = XDocument.Load("Directory.Build.props").Descendants("Version").First().Value;
    string[] expected =
    [
        "SigProp", "SigProp.Cli", .. withMLNet ? ["SigProp.MLNet"] : Array.Empty<string>(), .. withAutoML ? ["SigProp.MLNet.AutoML"] : Array.Empty<string>(),
        .. withTorchSharp ? ["SigProp.TorchSharp"] : Array.Empty<string>(),
    ];
    Expect(
        packed.Select(Path.GetFileName).Order().SequenceEqual(expected.Select(id => $"{id}.{version}.nupkg").Order()),
        $"These were packed: {string.Join(", ", packed.Select(Path.GetFileName))}; they should be {string.Join(", ", expected)}, version {version}.");
    Array.ForEach(packed, file => Inspect(file, version));

    // A folder and the machine's own sources; a cache of its own, so that an older package of the same version never stands in.
    File.WriteAllText(Path.Combine(work, "nuget.config"), $"""<configuration><packageSources><add key="packed" value="{feed}" /></packageSources></configuration>""");
    string readme = File.ReadAllText("README.md"), digits = Path.Combine(root, "samples", "data", "digits.csv"), model = Path.Combine(work, "digits.sigprop");
    Use("CSharp", "SigProp", version, $"""
        using System.Globalization;
        using SigProp;
        using SigProp.Data;
        using SigProp.Training;
        string digitsCsv = args[0], file = args[1];
        {Example(readme, "In C#")}
        return probabilities[digits[0]] > 0.9 ? 0 : 1;
        """, digits, model);
    if (withMLNet)
    {
        Use("MLNet", "SigProp.MLNet", version, $"""
            using Microsoft.ML;
            using Microsoft.ML.Data;
            using SigProp;
            using SigProp.MLNet;
            IDataView train = new MLContext().Data.LoadFromTextFile(
                args[0], [new TextLoader.Column("Features", DataKind.Single, 0, 63), new TextLoader.Column("Name", DataKind.String, 64)], ',', hasHeader: true);
            {Example(readme, "In ML.NET")}
            double accuracy = context.MulticlassClassification.Evaluate(model.Transform(train)).MicroAccuracy;
            Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"accuracy on the training rows: {"{"}accuracy:F3{"}"}"));
            return accuracy > 0.9 ? 0 : 1;
            """, digits);
    }

    if (withAutoML)
    {
        Use("AutoML", "SigProp.MLNet.AutoML", version, """
            using Microsoft.ML;
            using Microsoft.ML.Data;
            using SigProp.MLNet.AutoML;
            var context = new MLContext(seed: 1);
            IDataView digits = context.Data.LoadFromTextFile(
                args[0], [new TextLoader.Column("Features", DataKind.Single, 0, 63), new TextLoader.Column("Name", DataKind.String, 64)], ',', hasHeader: true);
            CompareTrainersResult result = context.CompareTrainers(
                digits, "Name", trials: 1, new CompareTrainersOptions { Folds = 2, Candidates = ["NaiveBayes", "SDCA", "SignalPropagation"] });
            Console.WriteLine(result.ToText());
            return result.Ranking.Count == 3 && result.IsRefitted && result.Ranking[0].Metrics[ComparisonMetric.Accuracy].Mean > 0.9 ? 0 : 1;
            """, digits);
    }

    if (withTorchSharp)
    {
        // Once without native code, which must say which package brings it; then with that package.
        string program = """
            using System.Globalization;
            using SigProp;
            using SigProp.Data;
            using SigProp.TorchSharp;
            using SigProp.Training;
            string[][] lines = [.. File.ReadLines(args[0]).Skip(1).Select(line => line.Split(','))];
            float[] pixels = [.. lines.SelectMany(l => l[..64]).Select(v => float.Parse(v, CultureInfo.InvariantCulture) / 16)];
            var data = new Dataset(pixels, width: 64, [.. lines.Select(l => int.Parse(l[64], CultureInfo.InvariantCulture))], classCount: 10);
            NetworkSpec spec = NetworkSpec.Create(new ImageShape(1, 8, 8), classes: 10).Convolution(16, batchNormalization: true).MaxPooling().Dense(64).Build();
            try
            {
                TrainingResult result = new TorchSharpTrainer(new TrainingOptions { Epochs = 10, Seed = 1 }, TrainingDevice.Cpu).Train(spec, data);
                double accuracy = Evaluation.Of(result.Network, data).Accuracy;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy on the training rows: {accuracy:F3}, trained on {result.Report.Device}"));
                return args[1] == "native" && accuracy > 0.9 ? 0 : 1;
            }
            catch (PlatformNotSupportedException e)
            {
                Console.WriteLine(e.Message);
                return args[1] == "none" && e.Message.Contains("add the package TorchSharp-cpu", StringComparison.Ordinal) ? 0 : 1;
            }
            """;
        Use("WithoutLibTorch", "SigProp.TorchSharp", version, program, digits, "none");
        UseWith(["TorchSharp-cpu"], "WithLibTorch", "SigProp.TorchSharp", version, program, digits, "native");
    }

    Run(work, "tool", "install", "SigProp.Cli", "--tool-path", "tools", "--version", version);
    Start(work, Path.Combine(work, "tools", OperatingSystem.IsWindows() ? "sigprop.exe" : "sigprop"), "inspect", model);
}
finally
{
    Directory.Delete(work, recursive: true);
}

wrong.ForEach(line => Console.WriteLine($"WRONG: {line}"));
return wrong.Count == 0 ? 0 : 1;

bool IsAvailable(string group)
    => Environment.GetEnvironmentVariable($"{group}Available") != "false"
        && (!File.Exists("artifacts/packages.props") || !File.ReadAllText("artifacts/packages.props").Contains($">false</{group}Available>", StringComparison.Ordinal));

// The first block of code under a heading.
static string Example(string readme, string heading)
{
    int start = readme.IndexOf("```csharp\n", readme.IndexOf($"## {heading}\n", StringComparison.Ordinal), StringComparison.Ordinal) + 10;
    return readme[start..readme.IndexOf("```\n", start, StringComparison.Ordinal)];
}

void Inspect(string file, string version)
{
    using ZipArchive package = ZipFile.OpenRead(file);
    string[] names = [.. package.Entries.Select(e => e.FullName)];
    using Stream stream = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
    XElement metadata = XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    string id = Text("id"), folder = Text("packageTypes").Length > 0 || names.Any(n => n.StartsWith("tools/", StringComparison.Ordinal)) ? "tools/net10.0/any" : "lib/net10.0";
    bool isTool = folder[0] == 't';
    Expect(Text("version") == version, $"{id} has version {Text("version")}.");
    Expect(Text("license") == "MIT" && Text("description").Length > 0 && Text("authors").Length > 0, $"{id} lacks licence, description or authors.");
    Expect(Text("readme") == "README.md" && names.Contains("README.md"), $"{id} has no README.md.");
    Expect(names.Contains("LICENSE"), $"{id} has no LICENSE.");
    Expect(metadata.Elements().Any(e => e.Name.LocalName == "repository" && e.Attribute("commit") is not null), $"{id} does not name its commit.");
    Expect(names.Contains($"{folder}/{id}.dll"), $"{id} has no {folder}/{id}.dll.");
    Expect(isTool || names.Contains($"{folder}/{id}.xml"), $"{id} has no XML documentation.");
    Expect(
        isTool || names.Where(n => n.StartsWith("lib/", StringComparison.Ordinal) || n.StartsWith("ref/", StringComparison.Ordinal)).Order()
            .SequenceEqual([$"{folder}/{id}.dll", $"{folder}/{id}.xml"]),
        $"{id} holds other assemblies: {string.Join(", ", names)}.");
    Expect(
        !names.Any(n => n.Contains("Cecil", StringComparison.Ordinal) || n.Contains("Microsoft.ML", StringComparison.Ordinal) || n.StartsWith("runtimes/", StringComparison.Ordinal)),
        $"{id} holds an assembly of others' that it must not.");
    using ZipArchive symbols = ZipFile.OpenRead(Path.ChangeExtension(file, "snupkg"));
    Expect(symbols.Entries.Any(e => e.FullName == $"{folder}/{id}.pdb"), $"The symbols of {id} lack {id}.pdb.");

    Dictionary<string, string> pinned = XDocument.Load("Directory.Packages.props").Descendants("PackageVersion")
        .ToDictionary(e => e.Attribute("Include")!.Value, e => e.Attribute("Version")!.Value);
    List<string> dependencies = [];
    foreach (XElement dependency in metadata.Descendants().Where(e => e.Name.LocalName == "dependency"))
    {
        string on = dependency.Attribute("id")!.Value, at = dependency.Attribute("version")!.Value;
        dependencies.Add($"{on} {at}");

        // What fills a seam of the engine that is not public goes with the engine of its own version and no other.
        string own = id == "SigProp.TorchSharp" ? $"[{version}]" : version;
        Expect(at == (on.StartsWith("SigProp", StringComparison.Ordinal) ? own : pinned.GetValueOrDefault(on)), $"{id} depends on {on} {at}.");
        Expect(on != "Mono.Cecil", $"{id} depends on {on}, which only its build needs.");
    }

    string? below = id switch { "SigProp.MLNet" or "SigProp.TorchSharp" => "SigProp", "SigProp.MLNet.AutoML" => "SigProp.MLNet", _ => null };
    Expect(below is null || dependencies.Contains($"{below} {(id == "SigProp.TorchSharp" ? $"[{version}]" : version)}"), $"{id} does not depend on {below} {version}.");
    Console.WriteLine($"{id} {version}: {new FileInfo(file).Length / 1024} KiB; {(dependencies.Count == 0 ? "no dependencies" : string.Join(", ", dependencies))}");

    string Text(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";
}

// A program outside the repository that knows nothing but the package, and others of those that are pinned.
void Use(string name, string package, string version, string program, params string[] arguments) => UseWith([], name, package, version, program, arguments);

void UseWith(string[] others, string name, string package, string version, string program, params string[] arguments)
{
    XDocument pinned = XDocument.Load(Path.Combine(root, "Directory.Packages.props"));
    string[] references = [.. others.Select(other => $"""
            <PackageReference Include="{other}" Version="{pinned.Descendants("PackageVersion").Single(e => e.Attribute("Include")!.Value == other).Attribute("Version")!.Value}" />
        """)];
    string folder = Directory.CreateDirectory(Path.Combine(work, name)).FullName;
    File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
    File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{package}" Version="[{version}]" />
        {string.Join('\n', references)}
          </ItemGroup>
        </Project>
        """);
    Run(folder, ["run", "-c", "Release", "--", .. arguments]);
}

void Run(string folder, params string[] arguments) => Start(folder, "dotnet", arguments);

void Start(string folder, string program, params string[] arguments)
{
    Console.WriteLine($"-- {Path.GetFileNameWithoutExtension(program)} {string.Join(' ', arguments)}");
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
    start.Environment["NUGET_PACKAGES"] = folder == root ? start.Environment.TryGetValue("NUGET_PACKAGES", out string? own) ? own : null : Path.Combine(work, "cache");
    using Process process = Process.Start(start)!;
    process.WaitForExit();
    Expect(process.ExitCode == 0, $"'{Path.GetFileNameWithoutExtension(program)} {string.Join(' ', arguments.Take(2))}' in {Path.GetFileName(folder)} ended with {process.ExitCode}.");
}

void Expect(bool condition, string otherwise)
{
    if (!condition)
    {
        wrong.Add(otherwise);
    }
}
