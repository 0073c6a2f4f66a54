#:property PublishAot=false
#:property GenerateDocumentationFile=false
#:property EnforceCodeStyleInBuild=false
// Prints the vector widths, in bits, that the runtime accelerates on this machine, on one line.
using System.Runtime.Intrinsics;

Console.WriteLine(string.Join(' ', new (int Bits, bool Accelerated)[]
{
    (512, Vector512.IsHardwareAccelerated),
    (256, Vector256.IsHardwareAccelerated),
    (128, Vector128.IsHardwareAccelerated),
}.Where(w => w.Accelerated).Select(w => w.Bits)));
